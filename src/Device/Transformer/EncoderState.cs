using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Device.Transformer;

/// <summary>What the encoder keeps of each position, and its working memory.</summary>
internal sealed class EncoderState
{
    /// <summary>Positions that are done; those from here on have to be encoded.</summary>
    public int Encoded;

    /// <summary>The table's rows [T_max, d] of the items held, read once each.</summary>
    public readonly AlignedArray<float> Rows;

    /// <summary>The positions in work, [rows, d], on their way through the layers.</summary>
    public readonly AlignedArray<float> X;

    /// <summary>Their queries [rows, d], later what attention gathers.</summary>
    public readonly AlignedArray<float> Query;

    /// <summary>What a block adds to x [rows, d].</summary>
    public readonly AlignedArray<float> Branch;

    /// <summary>The feed-forward's middle [rows, inner].</summary>
    public readonly AlignedArray<float> Hidden;

    /// <summary>Attention weights [T_max] of one head and position.</summary>
    public readonly AlignedArray<float> Attention;

    /// <summary>h [d].</summary>
    public readonly AlignedArray<float> H;

    /// <summary>The last layer's x_l [T_max, d], for what reads more than the last of them.</summary>
    public readonly AlignedArray<float> Outputs;

    /// <summary>W₁ tanh(x_l) + b₁ [T_max, d], the part of that readout that is a position's own.</summary>
    public readonly AlignedArray<float> Terms;

    /// <summary>What may be copied, where the model copies.</summary>
    public readonly CopyState? Copies;

    private readonly int width;
    private readonly int maxLength;
    private readonly AlignedArray<float> keys;
    private readonly AlignedArray<float> values;

    public EncoderState(ModelConfiguration configuration)
    {
        (width, maxLength) = (configuration.Encoder.Width, configuration.Encoder.MaxLength);
        bool soft = configuration.Encoder.Readout == ReadoutKind.SoftAttention;
        int all = checked(configuration.Encoder.Layers * maxLength * width);
        keys = new AlignedArray<float>(all);
        values = new AlignedArray<float>(all);
        Outputs = new AlignedArray<float>(soft ? maxLength * width : 0);
        Terms = new AlignedArray<float>(soft ? maxLength * width : 0);
        Rows = new AlignedArray<float>(maxLength * width);
        X = new AlignedArray<float>(maxLength * width);
        Query = new AlignedArray<float>(maxLength * width);
        Branch = new AlignedArray<float>(maxLength * width);
        Hidden = new AlignedArray<float>(maxLength * configuration.Encoder.Inner);
        Attention = new AlignedArray<float>(maxLength);
        H = new AlignedArray<float>(width);
        Copies = configuration.Head == HeadKind.Copy ? new CopyState(maxLength) : null;
    }

    /// <summary>The keys [T_max, d] of a layer.</summary>
    public Span<float> Keys(int layer) => keys.Span.Slice(layer * maxLength * width, maxLength * width);

    /// <summary>The values [T_max, d] of a layer.</summary>
    public Span<float> Values(int layer) => values.Span.Slice(layer * maxLength * width, maxLength * width);
}
