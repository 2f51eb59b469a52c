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
    private readonly AlignedFloats vectors;
    private readonly AlignedFloats hidden;
    private readonly AlignedFloats attention;

    public EncoderState(ModelConfiguration configuration)
    {
        (width, maxLength) = (configuration.Width, configuration.MaxLength);
        keys = new AlignedFloats(configuration.Layers * maxLength * width);
        values = new AlignedFloats(configuration.Layers * maxLength * width);
        outputs = new AlignedFloats(maxLength * width);
        terms = new AlignedFloats(maxLength * width);
        vectors = new AlignedFloats(4 * width);
        hidden = new AlignedFloats(configuration.Inner);
        attention = new AlignedFloats(maxLength);
    }

    /// <summary>Positions that are done; those from here on have to be encoded.</summary>
    public int Encoded { get; set; }

    /// <summary>x [d], on its way through the layers.</summary>
    public Span<float> X => vectors.Span[..width];

    /// <summary>The query [d] of the position, later what attention gathers.</summary>
    public Span<float> Query => vectors.Span.Slice(width, width);

    /// <summary>[d], what a block adds to x.</summary>
    public Span<float> Branch => vectors.Span.Slice(2 * width, width);

    /// <summary>h [d].</summary>
    public Span<float> H => vectors.Span.Slice(3 * width, width);

    /// <summary>[inner]</summary>
    public Span<float> Hidden => hidden.Span;

    /// <summary>Attention weights [T_max] of one head and position.</summary>
    public Span<float> Attention => attention.Span;

    /// <summary>The key [d] of a position in a layer.</summary>
    public Span<float> Key(int layer, int position) => keys.Span.Slice(((layer * maxLength) + position) * width, width);

    /// <summary>The value [d] of a position in a layer.</summary>
    public Span<float> Value(int layer, int position) => values.Span.Slice(((layer * maxLength) + position) * width, width);

    /// <summary>The last layer's x_l [d].</summary>
    public Span<float> Output(int position) => outputs.Span.Slice(position * width, width);

    /// <summary>W₁ tanh(x_l) + b₁ [d], the part of the soft-attention readout that is a position's own.</summary>
    public Span<float> Term(int position) => terms.Span.Slice(position * width, width);
}
