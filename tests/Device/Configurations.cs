namespace OnDeviceRec.Device.Tests;

/// <summary>Small models of every kind.</summary>
internal static class Configurations
{
    public static readonly ModelConfiguration SmallestDense = new(3, 2, 2, 1, 1, 2, ReadoutKind.Last);

    public static readonly ModelConfiguration SmallestTrain = new(3, 2, 1, 1, 1, 2, ReadoutKind.SoftAttention, new PlainTrainShape([2, 2], [2, 1], [2], 2));

    public static readonly ModelConfiguration SmallestSigns = new(3, 2, 2, 1, 1, 2, ReadoutKind.Last, new PlainTrainShape([1, 3], [2, 1], [9], signs: true));

    public static readonly ModelConfiguration SmallestCopying = new(3, 2, 2, 1, 1, 2, ReadoutKind.Last, head: HeadKind.Copy);

    /// <summary>V 2,100 (more than two blocks of a dense table), d 8.</summary>
    public static ModelConfiguration Of(
        TableKind table, ReadoutKind readout, HeadKind head = HeadKind.Catalog, float norm = 0, int maxLength = 6, Precision precision = Precision.Fp32) =>
        new(2100, 8, 12, 2, 2, maxLength, readout, Train(table), 1e-12f, precision, head, norm);

    /// <summary>All tables and readouts, each with both heads, each with h as it is and made longer.</summary>
    public static TheoryData<TableKind, ReadoutKind, HeadKind, float> Kinds => new(
        from table in (TableKind[])[TableKind.Dense, TableKind.TensorTrain, TableKind.SignTensorTrain]
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

    /// <summary>V 300, d 12, one layer of three heads: the shapes that a table can have, by name. Those that copy have h of length 3.</summary>
    public static ModelConfiguration Small(string table, ReadoutKind readout, Precision precision, HeadKind head = HeadKind.Catalog) =>
        new(300, 12, 10, 3, 1, 5, readout, Train(table), 1e-12f, precision, head, head == HeadKind.Copy ? 3 : 0);

    /// <summary>The names of <see cref="Small"/>.</summary>
    public static string[] Tables => ["dense", "two cores", "two cores, t 2", "three cores", "three cores, t 2", "two cores, signs", "three cores, signs"];

    private static PlainTrainShape? Train(TableKind table) => table switch
    {
        TableKind.TensorTrain => new PlainTrainShape([47, 45], [4, 2], [5], 2),
        TableKind.SignTensorTrain => new PlainTrainShape([1, 2100], [8, 1], [11], signs: true),
        _ => null,
    };

    private static PlainTrainShape? Train(string table) => table switch
    {
        "two cores" => new PlainTrainShape([17, 18], [4, 3], [7]),
        "two cores, t 2" => new PlainTrainShape([17, 18], [6, 2], [5], 2),
        "three cores" => new PlainTrainShape([5, 6, 11], [2, 3, 2], [3, 5]),
        "three cores, t 2" => new PlainTrainShape([5, 6, 11], [4, 3, 1], [5, 4], 2),
        "two cores, signs" => new PlainTrainShape([1, 300], [12, 1], [24], signs: true),
        "three cores, signs" => new PlainTrainShape([5, 6, 11], [2, 2, 3], [3, 5], signs: true),
        _ => null,
    };
}
