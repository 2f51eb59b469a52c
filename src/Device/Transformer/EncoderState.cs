using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Device.Transformer;

/// <summary>What the encoder keeps of each position, and its working memory.</summary>
internal sealed class EncoderState
{
    private readonly int width;
    private readonly int maxLength;
    private readonly AlignedArray<float> keys;
    private readonly AlignedArray<float> values;
    private readonly AlignedArray<float> outputs;
    private readonly AlignedArray<float> terms;
    private readonly AlignedArray<float> x;
    private readonly AlignedArray<float> query;
    private readonly AlignedArray<float> branch;
    private readonly AlignedArray<float> hidden;
    private readonly AlignedArray<float> attention;
    private readonly AlignedArray<float> h;

    public EncoderState(ModelConfiguration configuration)
    {
        (width, maxLength) = (configuration.Encoder.Width, configuration.Encoder.MaxLength);
        bool soft = configuration.Encoder.Readout == ReadoutKind.SoftAttention;
        int all = checked(configuration.Encoder.Layers * maxLength * width);
        keys = new AlignedArray<float>(all);
        values = new AlignedArray<float>(all);
        outputs = new AlignedArray<float>(soft ? maxLength * width : 0);
        terms = new AlignedArray<float>(soft ? maxLength * width : 0);
        x = new AlignedArray<float>(maxLength * width);
        query = new AlignedArray<float>(maxLength * width);
        branch = new AlignedArray<float>(maxLength * width);
        hidden = new AlignedArray<float>(maxLength * configuration.Encoder.Inner);
        attention = new AlignedArray<float>(maxLength);
        h = new AlignedArray<float>(width);
        Copies = configuration.Head == HeadKind.Copy ? new CopyState(maxLength) : null;
    }

    /// <summary>Positions that are done; those from here on have to be encoded.</summary>
    public int Encoded { get; set; }

    /// <summary>The positions in work, [rows, d], on their way through the layers.</summary>
    public Span<float> X => x.Span;

    /// <summary>Their queries [rows, d], later what attention gathers.</summary>
    public Span<float> Query => query.Span;

    /// <summary>What a block adds to x [rows, d].</summary>
    public Span<float> Branch => branch.Span;

    /// <summary>The feed-forward's middle [rows, inner].</summary>
    public Span<float> Hidden => hidden.Span;

    /// <summary>Attention weights [T_max] of one head and position.</summary>
    public Span<float> Attention => attention.Span;

    /// <summary>h [d].</summary>
    public Span<float> H => h.Span;

    /// <summary>What may be copied, where the model copies.</summary>
    public CopyState? Copies { get; }

    /// <summary>The keys [T_max, d] of a layer.</summary>
    public Span<float> Keys(int layer) => keys.Span.Slice(layer * maxLength * width, maxLength * width);

    /// <summary>The values [T_max, d] of a layer.</summary>
    public Span<float> Values(int layer) => values.Span.Slice(layer * maxLength * width, maxLength * width);

    /// <summary>The last layer's x_l [T_max, d], for what reads more than the last of them.</summary>
    public Span<float> Outputs => outputs.Span;

    /// <summary>W₁ tanh(x_l) + b₁ [T_max, d], the part of that readout that is a position's own.</summary>
    public Span<float> Terms => terms.Span;
}
