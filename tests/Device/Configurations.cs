namespace OnDeviceRec.Device.Tests;

/// <summary>Small models of every kind.</summary>
internal static class Configurations
{
    public static readonly ModelConfiguration SmallestDense = new(3, 2, 2, 1, 1, 2, ReadoutKind.Last);

    public static readonly ModelConfiguration SmallestTrain = new(3, 2, 1, 1, 1, 2, ReadoutKind.SoftAttention, new PlainTrainShape([2, 2], [2, 1], [2], 2));

    /// <summary>V 2,100 (more than two blocks of a dense table), d 8.</summary>
    public static ModelConfiguration Of(TableKind table, ReadoutKind readout, int maxLength = 6, Precision precision = Precision.Fp32) =>
        new(2100, 8, 12, 2, 2, maxLength, readout, table == TableKind.Dense ? null : new PlainTrainShape([47, 45], [4, 2], [5], 2), precision: precision);

    public static TheoryData<TableKind, ReadoutKind> Kinds => new()
    {
        { TableKind.Dense, ReadoutKind.Last },
        { TableKind.Dense, ReadoutKind.SoftAttention },
        { TableKind.TensorTrain, ReadoutKind.Last },
        { TableKind.TensorTrain, ReadoutKind.SoftAttention },
    };

    /// <summary>Each of the kinds in fp32 and in int8.</summary>
    public static TheoryData<TableKind, ReadoutKind, Precision> KindsAndPrecisions => new(
        from kind in Kinds
        from precision in (Precision[])[Precision.Fp32, Precision.Int8]
        select (kind.Data.Item1, kind.Data.Item2, precision));

    /// <summary>V 300, d 12, one layer of three heads: the shapes that a table can have, by name.</summary>
    public static ModelConfiguration Small(string table, ReadoutKind readout, Precision precision) => new(300, 12, 10, 3, 1, 5, readout, Train(table), precision: precision);

    /// <summary>The names of <see cref="Small"/>.</summary>
    public static string[] Tables => ["dense", "two cores", "two cores, t 2", "three cores", "three cores, t 2"];

    private static PlainTrainShape? Train(string table) => table switch
    {
        "two cores" => new PlainTrainShape([17, 18], [4, 3], [7]),
        "two cores, t 2" => new PlainTrainShape([17, 18], [6, 2], [5], 2),
        "three cores" => new PlainTrainShape([5, 6, 11], [2, 3, 2], [3, 5]),
        "three cores, t 2" => new PlainTrainShape([5, 6, 11], [4, 3, 1], [5, 4], 2),
        _ => null,
    };
}
