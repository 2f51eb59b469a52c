namespace OnDeviceRec.Device.Format;

/// <summary>The sizes of an encoder (docs/method.md §1); the defaults are the paper's.</summary>
public readonly struct EncoderSizes
{
    /// <summary>The paper's sizes.</summary>
    public EncoderSizes()
    {
    }

    /// <summary>d, a multiple of <see cref="Heads"/>.</summary>
    public int Width { get; init; } = 128;

    /// <summary>The inner width of the feed-forward.</summary>
    public int Inner { get; init; } = 128;

    /// <summary>H, the attention heads.</summary>
    public int Heads { get; init; } = 1;

    /// <summary>Transformer layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>T_max: of a longer history the most recent items count.</summary>
    public int MaxLength { get; init; } = 50;

    /// <summary>How the positions are pooled into h.</summary>
    public ReadoutKind Readout { get; init; }

    /// <summary>ε of every LayerNorm, added to the variance.</summary>
    public float LayerNormEpsilon { get; init; } = 1e-12f;
}
