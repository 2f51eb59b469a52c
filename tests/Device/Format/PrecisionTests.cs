using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OnDeviceRec.Device.Tests.Format;

/// <summary>What fp16, int8 and int4 make of numbers, and of a model's scores.</summary>
public sealed class PrecisionTests
{
    public static TheoryData<string, ReadoutKind, Precision, HeadKind> Kinds => new(
        from table in Configurations.Tables
        from readout in (ReadoutKind[])[ReadoutKind.Last, ReadoutKind.SoftAttention]
        from precision in (Precision[])[Precision.Fp16, Precision.Int8, Precision.Int4]
        from head in (HeadKind[])[HeadKind.Catalog, HeadKind.Copy]
        select (table, readout, precision, head));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Scores_are_the_naive_model_s_with_the_stored_numbers_at_every_length(
        string table, ReadoutKind readout, Precision precision, HeadKind head)
    {
        byte[] bytes = TestModel.Random(Configurations.Small(table, readout, precision, head), 31).Bytes();
        TestModel stored = TestModel.Of(ModelFile.Parse(bytes));
        DeviceModel model = DeviceModel.Load(bytes);
        var history = new History(model);
        int[] items = [5, 300, 1, 5, 77];
        float[] scores = new float[300];
        for (int length = 1; length <= items.Length; length++)
        {
            history.Append(items[length - 1]);
            model.Score(history, scores);
            Close.Assert(NaiveModel.Scores(stored, items[..length]), scores);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_number_is_within_half_a_step_of_the_fp32_one(string table, ReadoutKind readout, Precision precision, HeadKind head)
    {
        TestModel exact = TestModel.Random(Configurations.Small(table, readout, Precision.Fp32, head), 32);
        byte[] bytes = exact.Bytes(precision: precision);
        TestModel stored = TestModel.Of(ModelFile.Parse(bytes));
        var documented = new DocumentedFile(bytes);
        foreach ((TensorRole role, int index, int length) in TestModel.Roles(exact.Configuration))
        {
            float[] x = exact[role, index], y = stored[role, index];
            if (IsVector(role) || TestModel.IsCodes(exact.Configuration, role, index))
            {
                Assert.Equal(x, y);
                continue;
            }

            float[] scales = documented.Scales[((int)role, index)];
            int[] scaleOf = ScaleOf(exact.Configuration, role, index, precision);
            for (int i = 0; i < scales.Length; i++)
                Assert.Equal(Scale(x.Where((_, at) => scaleOf[at] == i), precision), scales[i], scales[i] * 1e-7);
            for (int at = 0; at < length; at++)
            {
                double step = precision == Precision.Fp16 ? HalfStep(x[at]) : scales[scaleOf[at]];
                if (precision == Precision.Int4 && Math.Abs(x[at]) > 7 * step)
                    Assert.Equal(Math.CopySign(7 * step, x[at]), y[at], step * 1e-6);
                else
                    Assert.InRange(Math.Abs((double)x[at] - y[at]), 0, step * 0.5000002);
            }
        }
    }

    [Property(Arbitrary = [typeof(Numbers)], MaxTest = 300)]
    public void Fp16_numbers_are_the_nearest_ones(float[] values)
    {
        float[] stored = Stored(values, Precision.Fp16);
        foreach ((float x, float y) in values.Zip(stored))
        {
            Half half = (Half)y;
            Assert.Equal(y, (float)half);
            foreach (Half neighbor in (Half[])[Half.BitDecrement(half), Half.BitIncrement(half)])
                Assert.True(Math.Abs((double)x - (double)neighbor) >= Math.Abs((double)x - y), $"{x}: {neighbor} is nearer than {y}.");
        }
    }

    [Property(Arbitrary = [typeof(Numbers)], MaxTest = 300)]
    public void Int8_numbers_are_the_nearest_multiples_of_their_row_s_scale(float[] values)
    {
        float[] stored = Stored(values, Precision.Int8);
        for (int row = 0; row < values.Length; row += 4)
        {
            float largest = values[row..(row + 4)].Max(Math.Abs);
            double scale = largest / 127;
            for (int i = row; i < row + 4; i++) Assert.InRange(Math.Abs(values[i] - (double)stored[i]), 0, (scale * 0.50001) + 1e-42);
            Assert.Equal(largest, stored[row..(row + 4)].Max(Math.Abs), largest * 1e-6);
        }
    }

    [Property(Arbitrary = [typeof(Numbers)], MaxTest = 300)]
    public void Int4_numbers_are_the_nearest_multiples_of_their_column_s_scale_up_to_seven(float[] values)
    {
        float[] stored = Stored(values, Precision.Int4);
        for (int at = 0; at < values.Length; at++)
        {
            double scale = Scale(values.Where((_, other) => other % 4 == at % 4), Precision.Int4);
            if (scale == 0) Assert.Equal(0, stored[at]);
            else Assert.InRange(Math.Abs(Math.Clamp(values[at], -7 * scale, 7 * scale) - stored[at]), 0, (scale * 0.50001) + 1e-42);
        }
    }

    [Theory]
    [InlineData(0.5f, 0)]
    [InlineData(1.5f, 2)]
    [InlineData(2.5f, 2)]
    [InlineData(-0.5f, 0)]
    [InlineData(-3.5f, -4)]
    [InlineData(3.4999f, 3)]
    public void Halves_of_a_step_go_to_the_even_number(float number, float expected)
    {
        // The row's largest number makes its scale 1; fp16 has steps of 1 from 1024 to 2048.
        Assert.Equal(expected, Stored([127, number, 0, 0], Precision.Int8)[1]);
        Assert.Equal(expected + 1536, Stored([0, number + 1536, 0, 0], Precision.Fp16)[1]);
    }

    [Fact]
    public void A_row_of_zeros_and_the_smallest_numbers_survive()
    {
        foreach (Precision precision in (Precision[])[Precision.Int8, Precision.Int4])
            Assert.All(Stored(new float[8], precision), x => Assert.Equal(0, x));
        float smallest = MathF.ScaleB(1, -24);
        Assert.Equal([smallest, -smallest, 0, 0], Stored([6e-8f, -6e-8f, 2e-8f, 0], Precision.Fp16));
        Assert.All(Stored([float.Epsilon, -float.Epsilon, 0, 1], Precision.Int8)[..3], x => Assert.Equal(0, x));
        Assert.All(Stored([float.Epsilon, -float.Epsilon, 0, 1], Precision.Int4)[..3], x => Assert.Equal(0, x));
    }

    [Theory]
    [InlineData(Precision.Fp16, 65504f, true)]
    [InlineData(Precision.Fp16, 65519f, true)]
    [InlineData(Precision.Fp16, 65520f, false)]
    [InlineData(Precision.Fp16, -1e30f, false)]
    [InlineData(Precision.Int8, 3.4e38f, true)]
    [InlineData(Precision.Int8, float.MaxValue, false)]
    [InlineData(Precision.Int8, -float.MaxValue, false)]
    [InlineData(Precision.Int4, 3.4e38f, true)]
    public void A_number_too_large_for_the_precision_is_named(Precision precision, float number, bool fits)
    {
        float[] values = [1, 2, 3, 4, 5, number, 7, 8];
        if (fits)
        {
            Assert.All(Stored(values, precision), x => Assert.True(float.IsFinite(x)));
            return;
        }

        string message = Assert.Throws<ArgumentException>(() => Stored(values, precision)).Message;
        Assert.Equal($"Tensor ItemTable, index 0: number 5 is {number}, too large for {precision.ToString().ToLowerInvariant()}.", message);
    }

    [Fact]
    public void A_tensor_set_again_leaves_nothing_of_the_first_time()
    {
        var configuration = Configurations.Tiny(2, 4, 2, 2);
        foreach (Precision precision in Enum.GetValues<Precision>())
        {
            TestModel model = TestModel.Random(configuration, 3);
            var writer = new ModelFileWriter(configuration with { Precision = precision });
            foreach ((TensorRole role, int index, int length) in TestModel.Roles(configuration))
            {
                writer.Set(role, index, [.. Enumerable.Repeat(100f, length)]);
                writer.Set(role, index, model[role, index]);
            }

            using var stream = new MemoryStream();
            writer.Write(stream);
            Assert.Equal(model.Bytes(precision: precision), stream.ToArray());
        }
    }

    [Theory]
    [InlineData(TableKind.Dense, HeadKind.Catalog)]
    [InlineData(TableKind.TensorTrain, HeadKind.Catalog)]
    [InlineData(TableKind.TensorTrain, HeadKind.Copy)]
    [InlineData(TableKind.BinaryCodes, HeadKind.Catalog)]
    [InlineData(TableKind.BinaryCodes, HeadKind.Copy)]
    public void File_lengths_are_the_sums_of_their_parts(TableKind table, HeadKind head)
    {
        ModelConfiguration fp32 = Configurations.Of(table, ReadoutKind.SoftAttention, head);
        foreach (Precision precision in Enum.GetValues<Precision>())
        {
            ModelConfiguration c = fp32 with { Precision = precision };
            long length = 24 + (24 * (1 + TestModel.Roles(c).Count()));
            length = Up(length, 64) + 152;
            foreach ((TensorRole role, int index, int count) in InFileOrder(c))
            {
                length = Up(length, 64);
                if (IsVector(role))
                {
                    length += 4 * count;
                    continue;
                }

                (int rows, int columns) = Grid(c, role, index);
                int outer = rows * (role == TensorRole.Core ? TestModel.Cores(c)[index].S : 1);
                if (TestModel.IsCodes(c, role, index))
                {
                    length += Up(outer, 16) * Up(count / outer, 8) / 8;
                    continue;
                }

                long panels = Up(outer, 16) * (count / outer);
                length += precision switch
                {
                    Precision.Fp32 => 4 * panels,
                    Precision.Fp16 => 2 * panels,
                    Precision.Int8 => Up(4 * rows, 64) + panels,
                    _ => Up(4 * (count / outer), 64) + (panels / 2),
                };
            }

            Assert.Equal(length, ModelFile.FileBytes(c));
            Assert.Equal(length, TestModel.Random(c, 1).Bytes().Length);
        }
    }

    [Theory]
    [InlineData(Precision.Fp16)]
    [InlineData(Precision.Int8)]
    public void The_numbers_of_a_file_written_again_are_the_same(Precision precision)
    {
        byte[] bytes = TestModel.Random(
            Configurations.Small("three cores, t 2", ReadoutKind.SoftAttention, precision, HeadKind.Copy), 33).Bytes();
        TestModel stored = TestModel.Of(ModelFile.Parse(bytes)), again = TestModel.Of(ModelFile.Parse(stored.Bytes()));
        foreach ((TensorRole role, int index, _) in TestModel.Roles(stored.Configuration))
        {
            if (precision == Precision.Fp16) Assert.Equal(stored[role, index], again[role, index]);
            else Close.Assert(Array.ConvertAll(stored[role, index], x => (double)x), again[role, index], 1e-6);
        }
    }

    // The rows of a table [n / 4, 4] as a file gives them back.
    private static float[] Stored(float[] values, Precision precision)
    {
        var configuration = Configurations.Tiny(values.Length / 4, 4, 1, 1) with { Precision = precision };
        TestModel model = TestModel.Random(configuration, 1);
        model[TensorRole.ItemTable] = values;
        return TestModel.Of(ModelFile.Parse(model.Bytes()))[TensorRole.ItemTable];
    }

    // Distance of fp16 numbers around x.
    private static double HalfStep(float x) => Math.Pow(2, Math.Max(-14, Math.Floor(Math.Log2(Math.Abs(x)))) - 10);

    private static bool IsVector(TensorRole role) => role is not (TensorRole.ItemTable or TensorRole.Core or TensorRole.Positions)
        && (role == TensorRole.CopyRepeatWeight || !role.ToString().EndsWith("Weight", StringComparison.Ordinal));

    // Rows i that have a scale each, and the numbers between one i and the next in row-major order.
    private static (int Rows, int Columns) Grid(ModelConfiguration c, TensorRole role, int index) => role switch
    {
        TensorRole.ItemTable => (c.Items, c.Encoder.Width),
        TensorRole.Core => (TestModel.Cores(c)[index].I, TestModel.Cores(c)[index].J * TestModel.Cores(c)[index].S),
        TensorRole.Positions => (c.Encoder.MaxLength, c.Encoder.Width),
        TensorRole.ExpandWeight => (c.Encoder.Inner, c.Encoder.Width),
        TensorRole.ContractWeight => (c.Encoder.Width, c.Encoder.Inner),
        _ => (c.Encoder.Width, c.Encoder.Width),
    };

    // Which scale each number has, row-major.
    private static int[] ScaleOf(ModelConfiguration c, TensorRole role, int index, Precision precision)
    {
        (int rows, int columns) = Grid(c, role, index);
        (int rank, _, _, int nextRank) = role == TensorRole.Core ? TestModel.Cores(c)[index] : (1, rows, columns, 1);
        return
        [
            .. from r in Enumerable.Range(0, rank)
               from i in Enumerable.Range(0, rows)
               from at in Enumerable.Range(0, columns)
               select precision == Precision.Int8 ? i : (at / nextRank * rank) + r,
        ];
    }

    // The scale of the numbers that share it; in int4 the one of thirteen that loses least, the largest of several.
    private static double Scale(IEnumerable<float> numbers, Precision precision)
    {
        float largest = numbers.Max(Math.Abs);
        if (precision == Precision.Int8) return largest / 127;
        return Enumerable.Range(4, 13).Reverse().Select(sixteenths => largest / (112f / sixteenths)).MinBy(
            scale => scale == 0 ? 0 : numbers.Sum(x => Math.Pow(x - ((double)scale * Math.Clamp(MathF.Round(x / scale), -7, 7)), 2)));
    }

    private static IEnumerable<(TensorRole Role, int Index, int Length)> InFileOrder(ModelConfiguration c) =>
        TestModel.Roles(c).OrderBy(t => t.Role < TensorRole.QueryWeight ? 0 : t.Role < TensorRole.ReadoutLocalWeight ? 1 : 2)
            .ThenBy(t => t.Role is >= TensorRole.QueryWeight and < TensorRole.ReadoutLocalWeight ? t.Index : 0)
            .ThenBy(t => t.Role)
            .ThenBy(t => t.Index);

    private static long Up(long value, int multiple) => (value + multiple - 1) / multiple * multiple;

    /// <summary>Rows of four finite numbers that fp16 holds, from the smallest to the largest.</summary>
    private static class Numbers
    {
        public static Arbitrary<float[]> Rows() => (
            from rows in Gen.Choose(1, 20)
            from numbers in Number.ArrayOf(4 * rows)
            select numbers).ToArbitrary();

        private static Gen<float> Number =>
            from sign in Gen.Elements(-1f, 1f)
            from exponent in Gen.Choose(-30, 15)
            from mantissa in Gen.Choose(0, 1 << 23)
            let magnitude = MathF.ScaleB(1 + (mantissa / (float)(1 << 23)), exponent)
            from zero in Gen.Choose(0, 9)
            select zero == 0 ? 0 : sign * Math.Min(magnitude, 65504);
    }
}
