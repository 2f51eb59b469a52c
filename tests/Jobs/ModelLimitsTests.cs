using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Jobs.Tests;

public sealed class ModelLimitsTests
{
    [Fact]
    public void A_table_above_the_longest_file_is_refused()
    {
        ModelLimits.RequireFile(Dense(4_000_000));
        string message = Assert.Throws<InputException>(() => ModelLimits.RequireFile(Dense(4_200_000))).Message;
        Assert.Matches(@"^A model file would take 2150\d{6} bytes, above 2147483591\. Take other sizes \(--width", message);
        message = Assert.Throws<InputException>(() => ModelLimits.RequireFile(Dense(17_000_000))).Message;
        Assert.Matches(@"above 2147483591\. Take other sizes \(--width", message);
    }

    [Fact]
    public void What_is_trained_has_to_fit_in_memory_four_times()
    {
        ModelConfiguration model = Dense(1000);
        long bytes = 16 * (model.TableParameters + model.EncoderParameters);
        Assert.Equal(16 * 128_000, 16 * model.TableParameters);
        ModelLimits.RequireTrainable(model, bytes);
        Assert.EndsWith(
            $"takes {bytes} bytes of memory and more, and there are {bytes - 1}; take a smaller --width, fewer items or a larger machine.",
            Assert.Throws<InputException>(() => ModelLimits.RequireTrainable(model, bytes - 1)).Message,
            StringComparison.Ordinal);
    }

    private static ModelConfiguration Dense(int items) => new() { Items = items, Encoder = new EncoderSizes() };
}
