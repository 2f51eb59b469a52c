namespace OnDeviceRec.Device.Format;

/// <summary>Everything about a model but its numbers: the sizes of METHOD.md, checked and fixed.</summary>
public sealed class ModelConfiguration
{
    /// <summary>Most items V. Bounds what a score list of the whole catalog takes (512 MiB).</summary>
    public const int MaxItems = 1 << 27;

    /// <summary>Largest width d and feed-forward width.</summary>
    public const int MaxWidth = 1 << 14;

    /// <summary>Most layers.</summary>
    public const int MaxLayers = 64;

    /// <summary>Longest window T_max.</summary>
    public const int MaxWindow = 1 << 12;

    /// <summary>A configuration, checked.</summary>
    /// <param name="items">V.</param>
    /// <param name="width">d.</param>
    /// <param name="inner">Width of the feed-forward.</param>
    /// <param name="heads">H, a divisor of d.</param>
    /// <param name="layers">Transformer layers.</param>
    /// <param name="maxLength">T_max, the items that a history holds.</param>
    /// <param name="readout">How h is read.</param>
    /// <param name="train">The item table's tensor train, or null for a dense table.</param>
    /// <param name="layerNormEpsilon">ε of every LayerNorm.</param>
    /// <param name="precision">How the numbers of the matrices are stored.</param>
    /// <param name="head">What turns h into scores.</param>
    /// <param name="logitScale">‖h‖ at which the catalog is scored, or 0 for h as it was read.</param>
    /// <exception cref="ArgumentException">A size out of its bounds, H no divisor of d, ε not positive, or a train of another width or of
    /// fewer cells than items.</exception>
    public ModelConfiguration(
        int items,
        int width,
        int inner,
        int heads,
        int layers,
        int maxLength,
        ReadoutKind readout,
        PlainTrainShape? train = null,
        float layerNormEpsilon = 1e-12f,
        Precision precision = Precision.Fp32,
        HeadKind head = HeadKind.Catalog,
        float logitScale = 0)
    {
        Check("items", items, MaxItems);
        Check("width", width, MaxWidth);
        Check("inner width", inner, MaxWidth);
        Check("heads", heads, width);
        Check("layers", layers, MaxLayers);
        Check("maximum length", maxLength, MaxWindow);
        if (width % heads != 0) throw new ArgumentException($"Model: {heads} heads do not divide width {width}.");
        CheckCode("readout", (int)readout, readout is ReadoutKind.SoftAttention or ReadoutKind.Last);
        if (!(float.IsFinite(layerNormEpsilon) && layerNormEpsilon > 0))
            throw new ArgumentException($"Model: LayerNorm epsilon {layerNormEpsilon} is not a positive number.");
        if (train is not null && train.Width != width) throw new ArgumentException($"Model: the train's columns multiply to {train.Width}, the width is {width}.");
        if (train is not null && train.Cells < items) throw new ArgumentException($"Model: the train's grid has {train.Cells} cells for {items} items.");
        CheckCode("precision", (int)precision, precision is Precision.Fp32 or Precision.Fp16 or Precision.Int8 or Precision.Int4);
        CheckCode("head", (int)head, head is HeadKind.Catalog or HeadKind.Copy);
        if (!(float.IsFinite(logitScale) && logitScale >= 0)) throw new ArgumentException($"Model: encodings' norm {logitScale} is not 0 or a positive number.");
        (Items, Width, Inner, Heads, Layers, MaxLength) = (items, width, inner, heads, layers, maxLength);
        (Readout, Train, LayerNormEpsilon, Precision, Head, LogitScale) = (readout, train, layerNormEpsilon, precision, head, logitScale);
    }

    /// <summary>V.</summary>
    public int Items { get; }

    /// <summary>d.</summary>
    public int Width { get; }

    /// <summary>Width of the feed-forward.</summary>
    public int Inner { get; }

    /// <summary>H.</summary>
    public int Heads { get; }

    /// <summary>Transformer layers.</summary>
    public int Layers { get; }

    /// <summary>T_max, the most recent items that count.</summary>
    public int MaxLength { get; }

    /// <summary>How h is read from the last layer.</summary>
    public ReadoutKind Readout { get; }

    /// <summary>What turns h into the scores of items.</summary>
    public HeadKind Head { get; }

    /// <summary>The catalog is scored with h made this long; 0 for h as it was read.</summary>
    public float LogitScale { get; }

    /// <summary>The item table's tensor train, or null for a dense table.</summary>
    public PlainTrainShape? Train { get; }

    /// <summary>ε of every LayerNorm.</summary>
    public float LayerNormEpsilon { get; }

    /// <summary>How the numbers of the matrices are stored.</summary>
    public Precision Precision { get; }

    /// <summary>How the item table is held.</summary>
    public TableKind Table => Train is null ? TableKind.Dense : Train.Signs ? TableKind.SignTensorTrain : TableKind.TensorTrain;

    /// <summary>Numbers of the item table: V·d, or those of the cores.</summary>
    public long TableParameters => Train?.Parameters ?? (long)Items * Width;

    /// <summary>Numbers of everything else: positions, LayerNorms, layers, readout, copy head.</summary>
    public long EncoderParameters => new ModelLayout(this).Parameters - TableParameters;

    /// <summary>Every tensor of the model, in the order of the file: what it is, and its core or layer.</summary>
    public IEnumerable<(TensorRole Role, int Index)> Tensors
    {
        get
        {
            ReadOnlySpan<ModelSection> sections = new ModelLayout(this).Tensors;
            var tensors = new (TensorRole, int)[sections.Length];
            for (int i = 0; i < tensors.Length; i++) tensors[i] = ((TensorRole)(sections[i].Type & 0xFFFF), (int)(sections[i].Type >> 16));
            return tensors;
        }
    }

    /// <summary>The same model with its numbers stored in another way.</summary>
    /// <param name="precision">How.</param>
    /// <exception cref="ArgumentException">There is no such precision.</exception>
    public ModelConfiguration With(Precision precision) =>
        new(Items, Width, Inner, Heads, Layers, MaxLength, Readout, Train, LayerNormEpsilon, precision, Head, LogitScale);

    /// <summary>The same model with a dense item table, in fp32.</summary>
    internal ModelConfiguration WithDenseTable() => new(Items, Width, Inner, Heads, Layers, MaxLength, Readout, null, LayerNormEpsilon, head: Head, logitScale: LogitScale);

    private static void CheckCode(string name, int code, bool isKnown)
    {
        if (!isKnown) throw new ArgumentException($"Model: no {name} has the code {code}.");
    }

    private static void Check(string name, int value, int maximum)
    {
        if (value < 1 || value > maximum) throw new ArgumentException($"Model: {name} {value} is not within 1..{maximum}.");
    }
}
