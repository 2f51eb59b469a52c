namespace OnDeviceRec.Device.Tests;

/// <summary>Small models of every kind.</summary>
internal static class Configurations
{
    public static readonly ModelConfiguration SmallestDense = new(3, 2, 2, 1, 1, 2, ReadoutKind.Last);

    public static readonly ModelConfiguration SmallestTrain = new(3, 2, 1, 1, 1, 2, ReadoutKind.SoftAttention, new PlainTrainShape([2, 2], [2, 1], [2], 2));

    /// <summary>V 2,100 (more than two blocks of a dense table), d 8.</summary>
    public static ModelConfiguration Of(TableKind table, ReadoutKind readout, int maxLength = 6) =>
        new(2100, 8, 12, 2, 2, maxLength, readout, table == TableKind.Dense ? null : new PlainTrainShape([47, 45], [4, 2], [5], 2));

    public static TheoryData<TableKind, ReadoutKind> Kinds => new()
    {
        { TableKind.Dense, ReadoutKind.Last },
        { TableKind.Dense, ReadoutKind.SoftAttention },
        { TableKind.TensorTrain, ReadoutKind.Last },
        { TableKind.TensorTrain, ReadoutKind.SoftAttention },
    };
}
