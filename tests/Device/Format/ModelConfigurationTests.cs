namespace OnDeviceRec.Device.Tests.Format;

public sealed class ModelConfigurationTests
{
    // V 5, d 8, one layer of two heads, T_max 5.
    private static readonly ModelConfiguration Small = new()
    {
        Items = 5,
        Encoder = new EncoderSizes { Width = 8, Inner = 8, Heads = 2, MaxLength = 5, Readout = ReadoutKind.Last },
    };

    [Fact]
    public void Worked_sizes_of_the_paper_s_student()
    {
        var configuration = new ModelConfiguration { Items = 40727, Table = new PlainTrainShape([169, 241], [32, 4], [30], 2) };
        Assert.Equal(191_160, configuration.TableParameters);
        Assert.Equal((50 * 128) + (6 * 128) + (6 * 128 * 129) + (2 * 128 * 128) + (2 * 128), configuration.EncoderParameters);
        long dense = ModelFile.FileBytes(configuration with { Table = DenseShape.Instance });

        // Panels have 16 columns: 40,727 items fill 40,736 of them, I_1 R = 5,070 of core 0 5,072, I_2 = 241 of core 1 256.
        long difference = 4L * ((40736 * 128) - (5072 * 32) - (256 * 120));
        Assert.InRange(dense - ModelFile.FileBytes(configuration), difference - 128, difference + 128);
        Assert.InRange(dense / (double)ModelFile.FileBytes(configuration), 15.8, 16.2);
        Assert.InRange(dense / (double)ModelFile.FileBytes(configuration with { Precision = Precision.Int8 }), 58, 64);
    }

    [Theory]
    [InlineData(0, 8, 8, 2, 1, 5, "items 0 is not within 1..134217728")]
    [InlineData((1 << 27) + 1, 8, 8, 2, 1, 5, "items 134217729")]
    [InlineData(5, 0, 8, 1, 1, 5, "width 0")]
    [InlineData(5, (1 << 14) + 1, 8, 1, 1, 5, "width 16385 is not within 1..16384")]
    [InlineData(5, 8, -1, 2, 1, 5, "inner width -1")]
    [InlineData(5, 8, (1 << 14) + 1, 2, 1, 5, "inner width 16385")]
    [InlineData(5, 8, 8, 0, 1, 5, "heads 0")]
    [InlineData(5, 8, 8, 3, 1, 5, "3 heads do not divide width 8")]
    [InlineData(5, 10, 8, 4, 1, 5, "4 heads do not divide width 10")]
    [InlineData(5, 8, 8, 9, 1, 5, "heads 9")]
    [InlineData(5, 8, 8, 2, 0, 5, "layers 0")]
    [InlineData(5, 8, 8, 2, 65, 5, "layers 65")]
    [InlineData(5, 8, 8, 2, 1, -1, "maximum length -1")]
    [InlineData(5, 8, 8, 2, 1, 5000, "maximum length 5000")]
    public void Sizes_out_of_bounds_are_named(int items, int width, int inner, int heads, int layers, int length, string part)
    {
        var encoder = new EncoderSizes { Width = width, Inner = inner, Heads = heads, Layers = layers, MaxLength = length };
        AssertRefused(Small with { Items = items, Encoder = encoder }, part);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Epsilon_is_positive(float epsilon)
    {
        EncoderSizes encoder = Small.Encoder with { LayerNormEpsilon = epsilon };
        AssertRefused(Small with { Encoder = encoder }, $"epsilon {epsilon} is not a positive number");
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void The_logit_scale_is_zero_or_positive(float scale) =>
        AssertRefused(Small with { LogitScale = scale }, $"logit scale {scale} is not 0 or a positive number");

    [Fact]
    public void Codes_that_mean_nothing_are_named()
    {
        AssertRefused(Small with { Encoder = Small.Encoder with { Readout = (ReadoutKind)2 } }, "no readout has the code 2");
        AssertRefused(Small with { Head = (HeadKind)2 }, "no head has the code 2");
        AssertRefused(Small with { Precision = 0 }, "no precision has the code 0");
    }

    [Fact]
    public void What_fits_together_is_given_back_and_nothing_is_checked_before()
    {
        Assert.Equal(Small, Small.Checked());
        AssertRefused(new ModelConfiguration(), "items 0");
        Assert.Throws<ArgumentException>(() => ModelFile.FileBytes(Small with { Items = 0 }));
    }

    [Fact]
    public void A_copy_head_adds_its_numbers_and_stays_in_every_precision_and_beside_every_table()
    {
        ModelConfiguration plain = Configurations.Of(TableKind.TensorTrain, ReadoutKind.Last);
        ModelConfiguration copying = Configurations.Of(TableKind.TensorTrain, ReadoutKind.Last, HeadKind.Copy, norm: 5);
        Assert.Equal(plain.EncoderParameters + 6 + 6 + 1, copying.EncoderParameters);
        foreach (TableKind table in Enum.GetValues<TableKind>())
        {
            ModelConfiguration int8 = copying with { Precision = Precision.Int8, Table = Configurations.Of(table, ReadoutKind.Last).Table };
            Assert.Equal(copying.EncoderParameters, int8.EncoderParameters);
            ModelConfiguration read = ModelFile.Parse(TestModel.Random(int8, 1).Bytes()).Configuration;
            Assert.Equal((HeadKind.Copy, 5f, copying.EncoderParameters), (read.Head, read.LogitScale, read.EncoderParameters));
        }
    }

    private static void AssertRefused(ModelConfiguration configuration, string part) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => configuration.Checked()).Message);
}
