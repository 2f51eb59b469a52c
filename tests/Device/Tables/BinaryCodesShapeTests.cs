using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OnDeviceRec.Device.Tests.Tables;

public sealed class BinaryCodesShapeTests
{
    // One item and one bit; whole lines and panels and less; more blocks of scores than one bit or one panel.
    [Property(Arbitrary = [typeof(CodeSizes)], MaxTest = 200)]
    public void Rows_and_scores_are_those_of_the_built_table(CodeSize size, int seed) => AssertRowsAndScores(size, Precision.Fp32, seed);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(16, 8, 8)]
    [InlineData(32, 4, 16)]
    [InlineData(17, 5, 9)]
    [InlineData(15, 3, 7)]
    [InlineData(48, 2, 64)]
    [InlineData(33, 1, 33)]
    public void Every_precision_of_the_projection_serves(int items, int width, int bits)
    {
        foreach (Precision precision in Enum.GetValues<Precision>()) AssertRowsAndScores(new CodeSize(items, width, bits), precision, 5);
    }

    [Fact]
    public void Worked_codes_of_three_bits()
    {
        // W has the rows (1, 10, 100) and (2, 20, 200); the items' codes are + + −, − + + and − − −.
        TestModel model = TestModel.Random(Configurations.Tiny(3, 2, 1, 1, new BinaryCodesShape(3)), 1);
        model[TensorRole.Core, 0] = [1, 10, 100, 2, 20, 200];
        model[TensorRole.Core, 1] = [1, -1, -1, 1, 1, -1, -1, 1, -1];
        ItemTable table = model.Load().Table;
        float[] scratch = new float[table.ScratchLength], scores = new float[3];
        Assert.Equal([[-89, -178], [109, 218], [-111, -222]], Enumerable.Range(0, 3).Select(Row));
        table.Prepare([1, 0.5f], scratch);
        table.ScoreBlock(0, scores, scratch);
        Assert.Equal([-178, 218, -222], scores);

        float[] Row(int item)
        {
            float[] row = new float[2];
            table.ReadRow(item, row, scratch);
            return row;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void A_code_has_a_bit_at_least(int bits)
    {
        string message = Assert.Throws<ArgumentException>(() => new BinaryCodesShape(bits)).Message;
        Assert.Equal($"Binary codes: {bits} bits; at least 1 is needed.", message);
    }

    [Theory]
    [InlineData(1, 1 << 14, 1 << 10, null)]
    [InlineData(1, 1 << 14, (1 << 10) + 1, "a projection of 16793600 numbers; at most 16777216 are allowed")]
    [InlineData(1, 2, int.MaxValue, "a projection of 4294967294 numbers")]
    [InlineData(1 << 27, 1, 8, null)]
    [InlineData(1 << 27, 1, 9, "1207959552 bits, padding included; at most 1073741824 are allowed")]
    [InlineData((1 << 26) - 15, 1, 16, null)]
    [InlineData((1 << 26) + 1, 1, 16, "1073742080 bits, padding included")]
    [InlineData(1, 1, 1 << 24, null)]
    public void Sizes_too_large_to_hold_are_named(int items, int width, int bits, string? part)
    {
        ModelConfiguration configuration = Configurations.Tiny(items, width, 1, 1, new BinaryCodesShape(bits));
        if (part is null) Assert.Equal(configuration, configuration.Checked());
        else Assert.Contains(part, Assert.Throws<ArgumentException>(() => configuration.Checked()).Message);
    }

    private static void AssertRowsAndScores(CodeSize size, Precision precision, int seed)
    {
        var random = new Random(seed);
        (int items, int width, int bits) = size;
        ModelConfiguration configuration = Configurations.Tiny(items, width, 1, 1, new BinaryCodesShape(bits));
        TestModel drawn = TestModel.Random(configuration with { Precision = precision }, seed);
        ModelFile file = ModelFile.Parse(drawn.Bytes());
        TestModel model = TestModel.Of(file);
        Assert.Equal(drawn[TensorRole.Core, 1], model[TensorRole.Core, 1]);
        double[][] expected = NaiveModel.Table(model);
        ItemTable table = new DeviceModel(file).Table;
        float[] scratch = new float[table.ScratchLength], row = new float[width], scores = new float[items];
        for (int v = 0; v < items; v++)
        {
            table.ReadRow(v, row, scratch);
            AssertNear(expected[v], row, bits);
        }

        float[] h = [.. Enumerable.Range(0, width).Select(_ => random.NextSingle() - 0.5f)];
        table.Prepare(h, scratch);
        for (int first = 0; first < items; first += table.BlockItems)
            table.ScoreBlock(first, scores.AsSpan(first, Math.Min(table.BlockItems, items - first)), scratch);
        AssertNear(NaiveModel.Scores(expected, Array.ConvertAll(h, x => (double)x)), scores, bits * width);
    }

    // Sums of numbers below 1 that may cancel: rounding is measured by how many there are.
    private static void AssertNear(double[] expected, float[] actual, int terms)
    {
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-7 * (1 + terms));
    }

    public sealed record CodeSize(int Items, int Width, int Bits);

    private static class CodeSizes
    {
        public static Arbitrary<CodeSize> Sizes() => (
            from items in Gen.Choose(1, 100)
            from width in Gen.Choose(1, 9)
            from bits in Gen.Choose(1, 40)
            select new CodeSize(items, width, bits)).ToArbitrary();
    }
}
