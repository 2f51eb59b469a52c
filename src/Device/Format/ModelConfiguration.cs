using OnDeviceRec.Device.Tables;

namespace OnDeviceRec.Device.Format;

/// <summary>Everything about a model but its numbers: training, the model file and the device read the same one (docs/method.md).</summary>
public readonly struct ModelConfiguration
{
    /// <summary>Most items V. Bounds what a score list of the whole catalog takes (512 MiB).</summary>
    public const int MaxItems = 1 << 27;

    /// <summary>Largest width d and feed-forward width.</summary>
    public const int MaxWidth = 1 << 14;

    /// <summary>Most layers.</summary>
    public const int MaxLayers = 64;

    /// <summary>Longest window T_max.</summary>
    public const int MaxWindow = 1 << 12;

    /// <summary>A model of the paper's encoder and a full table in fp32; it has no items yet.</summary>
    public ModelConfiguration()
    {
    }

    /// <summary>V, at least 1.</summary>
    public int Items { get; init; }

    /// <summary>The encoder.</summary>
    public EncoderSizes Encoder { get; init; } = new();

    /// <summary>How the item table is held.</summary>
    public TableShape Table { get; init; } = DenseShape.Instance;

    /// <summary>What turns h into the scores of items.</summary>
    public HeadKind Head { get; init; }

    /// <summary>
    /// s: the catalog is scored with s·h/‖h‖, and a dense table is trained with rows of length one: s·cos(h, E[v]). 0 for h as it was read.
    /// </summary>
    public float LogitScale { get; init; }

    /// <summary>How the numbers of the matrices are stored.</summary>
    public Precision Precision { get; init; } = Precision.Fp32;

    /// <summary>Checks that all of it fits together and into a file.</summary>
    /// <exception cref="ArgumentException">A size is out of its bounds, the heads do not divide the width, ε is not positive, the logit
    /// scale is negative, or the table is of another width or has no room for the items.</exception>
    public ModelConfiguration Checked()
    {
        EncoderSizes e = Encoder;
        Check("items", Items, MaxItems);
        Check("width", e.Width, MaxWidth);
        Check("inner width", e.Inner, MaxWidth);
        Check("heads", e.Heads, e.Width);
        Check("layers", e.Layers, MaxLayers);
        Check("maximum length", e.MaxLength, MaxWindow);
        if (e.Width % e.Heads != 0) throw Bad($"{e.Heads} heads do not divide width {e.Width}");
        CheckCode("readout", (int)e.Readout, e.Readout is ReadoutKind.SoftAttention or ReadoutKind.Last);
        if (!(float.IsFinite(e.LayerNormEpsilon) && e.LayerNormEpsilon > 0))
            throw Bad($"LayerNorm epsilon {e.LayerNormEpsilon} is not a positive number");
        Table.Check(Items, e.Width);
        CheckCode("precision", (int)Precision, Precision is Precision.Fp32 or Precision.Fp16 or Precision.Int8 or Precision.Int4);
        CheckCode("head", (int)Head, Head is HeadKind.Catalog or HeadKind.Copy);
        if (!(float.IsFinite(LogitScale) && LogitScale >= 0))
            throw Bad($"logit scale {LogitScale} is not 0 or a positive number");
        return this;
    }

    internal static ArgumentException Bad(string what) => new($"Model: {what}.");

    private static void CheckCode(string name, int code, bool isKnown)
    {
        if (!isKnown) throw Bad($"no {name} has the code {code}");
    }

    private static void Check(string name, int value, int maximum)
    {
        if (value < 1 || value > maximum) throw Bad($"{name} {value} is not within 1..{maximum}");
    }
}
