using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Models.Tests.Files;

public sealed class ModelFileWriterTests
{
    private static readonly ModelConfiguration Configuration = SmallModels.Configuration(ReadoutKind.Last, items: 3);

    [Fact]
    public void The_writer_refuses_what_no_reader_would_take()
    {
        var writer = new ModelFileWriter(Configuration);
        Assert.Equal(3 * 16, writer.Count(TensorRole.ItemTable));
        var error = Assert.Throws<ArgumentException>(() => writer.Set(TensorRole.ItemTable, 0, new float[47]));
        Assert.Contains("47 numbers, expected 48", error.Message);
        float[] gain = [.. Enumerable.Repeat(1f, 16)];
        gain[1] = float.NaN;
        Assert.Contains("number 1 is NaN", Assert.Throws<ArgumentException>(() => writer.Set(TensorRole.InputGain, 0, gain)).Message);
        Assert.Contains("ItemTable", Assert.Throws<InvalidOperationException>(() => writer.Write(Stream.Null)).Message);
    }

    [Fact]
    public void A_configuration_that_does_not_fit_together_is_refused()
    {
        AssertRefused(Configuration with { Items = 0 }, "items 0 is not within");
        AssertRefused(Configuration with { Table = new PlainTrainShape([1, 3], [8, 1], [2]) }, "multiply to 8, the width is 16");
        AssertRefused(Configuration with { Precision = 0 }, "no precision has the code 0");

        static void AssertRefused(ModelConfiguration configuration, string part) =>
            Assert.Contains(part, Assert.Throws<ArgumentException>(() => new ModelFileWriter(configuration)).Message);
    }

    [Fact]
    public void A_file_longer_than_an_array_is_refused()
    {
        ModelConfiguration huge = Configuration with { Items = ModelConfiguration.MaxItems };
        string message = Assert.Throws<ArgumentException>(() => new ModelFileWriter(huge)).Message;
        Assert.Contains($"would take {ModelFile.FileBytes(huge)} bytes, at most", message);
    }
}
