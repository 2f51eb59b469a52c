namespace OnDeviceRec.Device.Tests.Format;

public sealed class ModelConfigurationTests
{
    [Fact]
    public void Worked_sizes_of_the_paper_s_student()
    {
        var configuration = new ModelConfiguration(40727, 128, 128, 1, 1, 50, ReadoutKind.SoftAttention, new PlainTrainShape([169, 241], [32, 4], [30], 2));
        Assert.Equal(191_160, configuration.TableParameters);
        Assert.Equal((50 * 128) + (6 * 128) + (6 * 128 * 129) + (2 * 128 * 128) + (2 * 128), configuration.EncoderParameters);
        long dense = ModelFile.DenseFileBytes(configuration);

        // Panels have 16 columns: 40,727 items fill 40,736 of them, I_1 R = 5,070 of core 0 5,072, I_2 = 241 of core 1 256.
        long difference = 4L * ((40736 * 128) - (5072 * 32) - (256 * 120));
        Assert.InRange(dense - ModelFile.FileBytes(configuration), difference - 128, difference + 128);
        Assert.InRange(dense / (double)ModelFile.FileBytes(configuration), 15.8, 16.2);
        Assert.InRange(dense / (double)ModelFile.FileBytes(configuration.With(Precision.Int8)), 58, 64);
    }

    [Theory]
    [InlineData(0, 8, 8, 2, 1, 5, "items 0")]
    [InlineData(5, 0, 8, 1, 1, 5, "width 0")]
    [InlineData(5, 8, -1, 2, 1, 5, "inner width -1")]
    [InlineData(5, 8, 8, 3, 1, 5, "3 heads do not divide width 8")]
    [InlineData(5, 8, 8, 9, 1, 5, "heads 9")]
    [InlineData(5, 8, 8, 2, 65, 5, "layers 65")]
    [InlineData(5, 8, 8, 2, 1, 5000, "maximum length 5000")]
    public void Sizes_out_of_bounds_are_named(int items, int width, int inner, int heads, int layers, int length, string part)
    {
        var thrown = Assert.Throws<ArgumentException>(() => new ModelConfiguration(items, width, inner, heads, layers, length, ReadoutKind.Last));
        Assert.Contains(part, thrown.Message);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Epsilon_is_positive(float epsilon) =>
        Assert.Throws<ArgumentException>(() => new ModelConfiguration(5, 8, 8, 2, 1, 5, ReadoutKind.Last, null, epsilon));

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void The_length_of_h_is_zero_or_positive(float norm) =>
        Assert.Contains($"norm {norm} is not 0 or a positive number", Assert.Throws<ArgumentException>(() => new ModelConfiguration(5, 8, 8, 2, 1, 5, ReadoutKind.Last, logitScale: norm)).Message);

    [Fact]
    public void Codes_that_mean_nothing_are_named()
    {
        Assert.Contains("no readout has the code 2", Assert.Throws<ArgumentException>(() => new ModelConfiguration(5, 8, 8, 2, 1, 5, (ReadoutKind)2)).Message);
        Assert.Contains("no head has the code 2", Assert.Throws<ArgumentException>(() => new ModelConfiguration(5, 8, 8, 2, 1, 5, ReadoutKind.Last, head: (HeadKind)2)).Message);
        Assert.Contains("no precision has the code 0", Assert.Throws<ArgumentException>(() => Configurations.SmallestDense.With((Precision)0)).Message);
    }

    [Fact]
    public void A_copy_head_adds_its_numbers_and_stays_in_every_precision_and_beside_every_table()
    {
        ModelConfiguration plain = Configurations.Of(TableKind.TensorTrain, ReadoutKind.Last), copying = Configurations.Of(TableKind.TensorTrain, ReadoutKind.Last, HeadKind.Copy, norm: 5);
        Assert.Equal(plain.EncoderParameters + 6 + 6 + 1, copying.EncoderParameters);
        ModelConfiguration int8 = copying.With(Precision.Int8);
        Assert.Equal((HeadKind.Copy, 5f, copying.EncoderParameters), (int8.Head, int8.LogitScale, int8.EncoderParameters));
        Assert.Equal(ModelFile.FileBytes(Configurations.Of(TableKind.Dense, ReadoutKind.Last, HeadKind.Copy)), ModelFile.DenseFileBytes(int8));
    }

    [Fact]
    public void A_train_has_to_fit_the_model()
    {
        var train = new PlainTrainShape([2, 3], [4, 2], [3]);
        Assert.Contains("6 cells for 7 items", Assert.Throws<ArgumentException>(() => new ModelConfiguration(7, 8, 8, 1, 1, 1, ReadoutKind.Last, train)).Message);
        Assert.Contains("multiply to 8, the width is 16", Assert.Throws<ArgumentException>(() => new ModelConfiguration(6, 16, 8, 1, 1, 1, ReadoutKind.Last, train)).Message);
    }

    [Theory]
    [InlineData(new[] { 5 }, new[] { 8 }, new int[0], 1, "1 cores")]
    [InlineData(new[] { 5, 5 }, new[] { 8 }, new[] { 2 }, 1, "2 row factors, 1 column factors")]
    [InlineData(new[] { 5, 5 }, new[] { 8, 1 }, new[] { 2, 2 }, 1, "2 ranks")]
    [InlineData(new[] { 5, 0 }, new[] { 8, 1 }, new[] { 2 }, 1, "core 1 has I = 0")]
    [InlineData(new[] { 5, 5 }, new[] { 8, 1 }, new[] { -2 }, 1, "rank -2")]
    [InlineData(new[] { 5, 5 }, new[] { 8, 1 }, new[] { 2 }, 3, "block 3 does not divide J_1 = 8")]
    [InlineData(new[] { 5, 5 }, new[] { 8, 1 }, new[] { 2 }, 0, "block 0")]
    [InlineData(new[] { int.MaxValue, int.MaxValue }, new[] { int.MaxValue, int.MaxValue }, new[] { int.MaxValue }, 1, "core 0 has 9223372036854775807 numbers")]
    [InlineData(new[] { 100, 100, 100, 100, 100, 100, 100, 100 }, new[] { 1, 1, 1, 1, 1, 1, 1, 1 }, new[] { 1, 1, 1, 1, 1, 1, 1 }, 1, "numbers go into core 4")]
    public void Shapes_that_no_train_has_are_named(int[] rows, int[] columns, int[] ranks, int block, string part)
    {
        var thrown = Assert.Throws<ArgumentException>(() => new PlainTrainShape(rows, columns, ranks, block));
        Assert.Contains(part, thrown.Message);
    }
}
