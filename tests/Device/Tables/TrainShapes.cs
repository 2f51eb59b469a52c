using FsCheck;
using FsCheck.Fluent;

namespace OnDeviceRec.Device.Tests.Tables;

/// <summary>Small tensor trains: 2 to 4 cores, any factors and ranks, block 1 or a divisor of J_1.</summary>
internal static class TrainShapes
{
    public static Arbitrary<PlainTrainShape> Shapes() => (
        from cores in Gen.Choose(2, 4)
        from rows in Gen.Choose(1, 9).ArrayOf(cores)
        from columns in Gen.Choose(1, 4).ArrayOf(cores)
        from ranks in Gen.Choose(1, 6).ArrayOf(cores - 1)
        from block in Gen.Elements(1, 2, 3)
        select Make(rows, columns, ranks, block)).ToArbitrary();

    private static PlainTrainShape Make(int[] rows, int[] columns, int[] ranks, int block)
    {
        columns[0] *= block;
        return new PlainTrainShape(rows, columns, ranks, block);
    }
}
