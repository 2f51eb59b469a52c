namespace OnDeviceRec.Models;

/// <summary>The shape of an encoder; the defaults are the paper's.</summary>
public sealed record EncoderOptions
{
    /// <summary>d, a multiple of <see cref="Heads"/>.</summary>
    public int Width { get; init; } = 128;

    /// <summary>The feed-forward layer's inner width.</summary>
    public int Inner { get; init; } = 128;

    /// <summary>H.</summary>
    public int Heads { get; init; } = 1;

    /// <summary>The number of transformer layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>The largest T: a longer sequence keeps its most recent items.</summary>
    public int MaxLength { get; init; } = 50;

    /// <summary>The readout.</summary>
    public Readout Readout { get; init; } = Readout.SoftAttention;

    /// <summary>Whether there is a copy head beside the catalog's.</summary>
    public bool Copies { get; init; }

    /// <summary>
    /// ‖h‖ at which the catalog is scored, s·(h/‖h‖)·E[v], or 0 for h as it was read. A dense table then has rows of length one: s·cos(h, E[v]).
    /// </summary>
    public float LogitScale { get; init; }

    /// <summary>ε of LayerNorm, added to the variance.</summary>
    public float Epsilon { get; init; } = 1e-12f;

    /// <summary>The same encoder for vectors of another width, its inner width in proportion.</summary>
    /// <param name="width">d.</param>
    /// <exception cref="ArgumentException">The heads do not divide the width.</exception>
    public EncoderOptions OfWidth(int width) => (this with { Width = width, Inner = Math.Max(1, (int)((long)Inner * width / Width)) }).Checked();

    /// <summary>Checks that the sizes fit together.</summary>
    /// <exception cref="ArgumentException">A size is below one, the heads do not divide the width, or the norm is negative.</exception>
    public EncoderOptions Checked()
    {
        foreach ((string name, int value) in ((string, int)[])[
            (nameof(Width), Width), (nameof(Inner), Inner), (nameof(Heads), Heads), (nameof(Layers), Layers), (nameof(MaxLength), MaxLength)])
        {
            if (value < 1) throw new ArgumentException($"EncoderOptions: {name} is {value}; it must be at least 1.");
        }

        if (!(LogitScale >= 0 && float.IsFinite(LogitScale)))
            throw new ArgumentException($"EncoderOptions: the encodings' norm is {LogitScale}; it must be above 0, or 0 to leave them as they are.");
        return Width % Heads == 0
            ? this
            : throw new ArgumentException($"EncoderOptions: {Heads} heads do not divide the width {Width}; take a divisor of it.");
    }
}
