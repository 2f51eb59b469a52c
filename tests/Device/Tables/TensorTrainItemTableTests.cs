using FsCheck;
using FsCheck.Xunit;

namespace OnDeviceRec.Device.Tests.Tables;

public sealed class TensorTrainItemTableTests
{
    [Property(Arbitrary = [typeof(TrainShapes)], MaxTest = 200)]
    public void Rows_and_scores_are_those_of_the_built_table(PlainTrainShape shape, int seed)
    {
        var random = new Random(seed);
        int items = random.Next(1, (int)shape.Cells + 1), d = (int)shape.Width;
        TestModel model = TestModel.Random(new ModelConfiguration(items, d, 1, 1, 1, 1, ReadoutKind.Last, shape), seed);

        // Positive numbers: sums that nearly cancel would leave nothing to measure rounding by.
        for (int k = 0; k < shape.Cores; k++) model[TensorRole.Core, k] = Array.ConvertAll(model[TensorRole.Core, k], x => Math.Abs(x) + 0.1f);
        double[][] expected = NaiveModel.Table(model);
        ItemTable table = model.Load().Table;
        float[] scratch = new float[table.ScratchLength];

        float[] rows = new float[items * d];
        for (int v = 0; v < items; v++) table.ReadRow(v, rows.AsSpan(v * d, d), scratch);
        Close.Assert([.. expected.SelectMany(row => row)], rows, 1e-5);

        double[] h = [.. Enumerable.Range(0, d).Select(_ => (double)(random.NextSingle() + 0.1f))];
        float[] scores = new float[items];
        table.Prepare(Array.ConvertAll(h, x => (float)x), scratch);
        for (int first = 0; first < items; first += table.BlockItems)
            table.ScoreBlock(first, scores.AsSpan(first, Math.Min(table.BlockItems, items - first)), scratch);
        Close.Assert(NaiveModel.Scores(expected, h), scores, 1e-5);
    }

    [Fact]
    public void Worked_two_cores_with_block_two()
    {
        // G_1 = [1 2 | 3 4] of one row and two plain columns, rank 2; G_2 rows (10, 20), (30, 40) for two items of one column.
        var shape = new PlainTrainShape([1, 2], [2, 1], [2], block: 2);
        TestModel model = TestModel.Random(new ModelConfiguration(2, 2, 1, 1, 1, 1, ReadoutKind.Last, shape), 1);
        model[TensorRole.Core, 0] = [1, 2, 3, 4];
        model[TensorRole.Core, 1] = [10, 20, 30, 40];
        ItemTable table = model.Load().Table;
        float[] row = new float[2], scratch = new float[table.ScratchLength];
        table.ReadRow(0, row, scratch);
        Assert.Equal([70, 150], row);
        table.ReadRow(1, row, scratch);
        Assert.Equal([100, 220], row);
    }
}
