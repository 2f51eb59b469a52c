namespace OnDeviceRec.Device.Tests;

/// <summary>Small models of every kind.</summary>
internal static class Configurations
{
    public static readonly ModelConfiguration SmallestDense = Tiny(3, 2, 2, 2);

    public static readonly ModelConfiguration SmallestTrain = Tiny(
        3, 2, 1, 2, new PlainTrainShape([2, 2], [2, 1], [2], 2), ReadoutKind.SoftAttention);

    public static readonly ModelConfiguration SmallestCodes = Tiny(3, 2, 2, 2, new BinaryCodesShape(9));

    public static readonly ModelConfiguration SmallestCopying = SmallestDense with { Head = HeadKind.Copy };

    /// <summary>One layer of one head.</summary>
    public static ModelConfiguration Tiny(
        int items, int width, int inner, int maxLength, TableShape? table = null, ReadoutKind readout = ReadoutKind.Last) => new()
        {
            Items = items,
            Encoder = new EncoderSizes { Width = width, Inner = inner, MaxLength = maxLength, Readout = readout },
            Table = table ?? DenseShape.Instance,
        };

    /// <summary>V 2,100 (more than two blocks of a dense table), d 8.</summary>
    public static ModelConfiguration Of(
        TableKind table,
        ReadoutKind readout,
        HeadKind head = HeadKind.Catalog,
        float norm = 0,
        int maxLength = 6,
        Precision precision = Precision.Fp32) => new()
        {
            Items = 2100,
            Encoder = new EncoderSizes { Width = 8, Inner = 12, Heads = 2, Layers = 2, MaxLength = maxLength, Readout = readout },
            Table = Table(table),
            Head = head,
            LogitScale = norm,
            Precision = precision,
        };

    /// <summary>All tables and readouts, each with both heads, each with h as it is and made longer.</summary>
    public static TheoryData<TableKind, ReadoutKind, HeadKind, float> Kinds => new(
        from table in Enum.GetValues<TableKind>()
        from readout in (ReadoutKind[])[ReadoutKind.Last, ReadoutKind.SoftAttention]
        from head in (HeadKind[])[HeadKind.Catalog, HeadKind.Copy]
        from norm in (float[])[0, 5]
        select (table, readout, head, norm));

    /// <summary>Those of the kinds that copy.</summary>
    public static TheoryData<TableKind, ReadoutKind, float> CopyingKinds => new(
        from kind in Kinds
        where kind.Data.Item3 == HeadKind.Copy
        select (kind.Data.Item1, kind.Data.Item2, kind.Data.Item4));

    /// <summary>Each of the kinds in fp32, int8 and int4; those that copy have longer h.</summary>
    public static TheoryData<TableKind, ReadoutKind, HeadKind, float, Precision> KindsAndPrecisions => new(
        from kind in Kinds
        where kind.Data.Item4 > 0 == (kind.Data.Item3 == HeadKind.Copy)
        from precision in (Precision[])[Precision.Fp32, Precision.Int8, Precision.Int4]
        select (kind.Data.Item1, kind.Data.Item2, kind.Data.Item3, kind.Data.Item4, precision));

    /// <summary>
    /// V 300, d 12, one layer of three heads: the shapes that a table can have, by name. Those that copy have h of length 3.
    /// </summary>
    public static ModelConfiguration Small(string table, ReadoutKind readout, Precision precision, HeadKind head = default) => new()
    {
        Items = 300,
        Encoder = new EncoderSizes { Width = 12, Inner = 10, Heads = 3, MaxLength = 5, Readout = readout },
        Table = SmallTables[table],
        Head = head,
        LogitScale = head == HeadKind.Copy ? 3 : 0,
        Precision = precision,
    };

    /// <summary>The names of <see cref="Small"/>.</summary>
    public static IEnumerable<string> Tables => SmallTables.Keys;

    private static Dictionary<string, TableShape> SmallTables { get; } = new()
    {
        ["dense"] = DenseShape.Instance,
        ["two cores"] = new PlainTrainShape([17, 18], [4, 3], [7]),
        ["two cores, t 2"] = new PlainTrainShape([17, 18], [6, 2], [5], 2),
        ["three cores"] = new PlainTrainShape([5, 6, 11], [2, 3, 2], [3, 5]),
        ["three cores, t 2"] = new PlainTrainShape([5, 6, 11], [4, 3, 1], [5, 4], 2),
        ["24 bits"] = new BinaryCodesShape(24),
        ["5 bits"] = new BinaryCodesShape(5),
    };

    private static TableShape Table(TableKind table) => table switch
    {
        TableKind.TensorTrain => new PlainTrainShape([47, 45], [4, 2], [5], 2),
        TableKind.BinaryCodes => new BinaryCodesShape(11),
        _ => DenseShape.Instance,
    };
}
