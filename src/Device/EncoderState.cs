namespace OnDeviceRec.Device;

/// <summary>What the encoder keeps of each position, and its working memory.</summary>
internal sealed class EncoderState
{
    private readonly int width;
    private readonly int maxLength;
    private readonly AlignedFloats keys;
    private readonly AlignedFloats values;
    private readonly AlignedFloats outputs;
    private readonly AlignedFloats terms;
    private readonly AlignedFloats x;
    private readonly AlignedFloats query;
    private readonly AlignedFloats branch;
    private readonly AlignedFloats hidden;
    private readonly AlignedFloats attention;
    private readonly AlignedFloats h;

    public EncoderState(ModelConfiguration configuration)
    {
        (width, maxLength) = (configuration.Width, configuration.MaxLength);
        int kept = configuration.Readout == ReadoutKind.SoftAttention ? maxLength : 0;
        keys = new AlignedFloats(configuration.Layers * maxLength * width);
        values = new AlignedFloats(configuration.Layers * maxLength * width);
        outputs = new AlignedFloats(kept * width);
        terms = new AlignedFloats(kept * width);
        x = new AlignedFloats(maxLength * width);
        query = new AlignedFloats(maxLength * width);
        branch = new AlignedFloats(maxLength * width);
        hidden = new AlignedFloats(maxLength * configuration.Inner);
        attention = new AlignedFloats(maxLength);
        h = new AlignedFloats(width);
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

    /// <summary>The keys [T_max, d] of a layer.</summary>
    public Span<float> Keys(int layer) => keys.Span.Slice(layer * maxLength * width, maxLength * width);

    /// <summary>The values [T_max, d] of a layer.</summary>
    public Span<float> Values(int layer) => values.Span.Slice(layer * maxLength * width, maxLength * width);

    /// <summary>The last layer's x_l [T_max, d], for the soft-attention readout.</summary>
    public Span<float> Outputs => outputs.Span;

    /// <summary>W₁ tanh(x_l) + b₁ [T_max, d], the part of that readout that is a position's own.</summary>
    public Span<float> Terms => terms.Span;
}
