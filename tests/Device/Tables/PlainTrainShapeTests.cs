using FsCheck;
using FsCheck.Xunit;

namespace OnDeviceRec.Device.Tests.Tables;

public sealed class PlainTrainShapeTests
{
    [Property(Arbitrary = [typeof(TrainShapes)], MaxTest = 200)]
    public void Rows_and_scores_are_those_of_the_built_table(PlainTrainShape shape, int seed)
    {
        var random = new Random(seed);
        int items = random.Next(1, (int)shape.Cells + 1), d = (int)shape.Width;
        TestModel model = TestModel.Random(Configurations.Tiny(items, d, 1, 1, shape), seed);

        // Positive numbers: sums that nearly cancel would leave nothing to measure rounding by.
        for (int k = 0; k < shape.Cores; k++)
            model[TensorRole.Core, k] = Array.ConvertAll(model[TensorRole.Core, k], x => Math.Abs(x) + 0.1f);
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
        TestModel model = TestModel.Random(Configurations.Tiny(2, 2, 1, 1, shape), 1);
        model[TensorRole.Core, 0] = [1, 2, 3, 4];
        model[TensorRole.Core, 1] = [10, 20, 30, 40];
        ItemTable table = model.Load().Table;
        float[] row = new float[2], scratch = new float[table.ScratchLength];
        table.ReadRow(0, row, scratch);
        Assert.Equal([70, 150], row);
        table.ReadRow(1, row, scratch);
        Assert.Equal([100, 220], row);
    }

    [Fact]
    public void It_has_to_fit_the_model()
    {
        var train = new PlainTrainShape([2, 3], [4, 2], [3]);
        ModelConfiguration fewer = Configurations.Tiny(7, 8, 8, 1, train), narrower = Configurations.Tiny(6, 16, 8, 1, train);
        Assert.Contains("6 cells for 7 items", Assert.Throws<ArgumentException>(() => fewer.Checked()).Message);
        Assert.Contains("multiply to 8, the width is 16", Assert.Throws<ArgumentException>(() => narrower.Checked()).Message);
        Assert.Same(train, Configurations.Tiny(6, 8, 8, 1, train).Checked().Table);
    }

    [Theory]
    [InlineData(new[] { 5 }, new[] { 8 }, new int[0], 1, "1 cores")]
    [InlineData(new[] { 5, 5 }, new[] { 8 }, new[] { 2 }, 1, "2 row factors, 1 column factors")]
    [InlineData(new[] { 5, 5 }, new[] { 8, 1 }, new[] { 2, 2 }, 1, "2 ranks")]
    [InlineData(new[] { 5, 0 }, new[] { 8, 1 }, new[] { 2 }, 1, "core 1 has I = 0")]
    [InlineData(new[] { 5, 5 }, new[] { 8, 1 }, new[] { -2 }, 1, "rank -2")]
    [InlineData(new[] { 5, 5 }, new[] { 8, 1 }, new[] { 2 }, 3, "block 3 does not divide J_1 = 8")]
    [InlineData(new[] { 5, 5 }, new[] { 8, 1 }, new[] { 2 }, 0, "block 0")]
    [InlineData(
        new[] { int.MaxValue, int.MaxValue },
        new[] { int.MaxValue, int.MaxValue },
        new[] { int.MaxValue },
        1,
        "core 0 has 9223372036854775807 numbers")]
    [InlineData(
        new[] { 100, 100, 100, 100, 100, 100, 100, 100 },
        new[] { 1, 1, 1, 1, 1, 1, 1, 1 },
        new[] { 1, 1, 1, 1, 1, 1, 1 },
        1,
        "numbers go into core 4")]
    public void Shapes_that_no_train_has_are_named(int[] rows, int[] columns, int[] ranks, int block, string part)
    {
        var thrown = Assert.Throws<ArgumentException>(() => new PlainTrainShape(rows, columns, ranks, block));
        Assert.Contains(part, thrown.Message);
    }
}
