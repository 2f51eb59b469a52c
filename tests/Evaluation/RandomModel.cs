using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Evaluation.Tests;

/// <summary>Loaded model files of random numbers.</summary>
internal static class RandomModel
{
    public const int Items = 60;

    private const int Width = 4, MaxLength = 5;

    public static DeviceModel Draw(int seed, int items = Items)
    {
        var random = new Random(seed);
        var encoder = new EncoderSizes { Width = Width, Inner = Width, Heads = 2, MaxLength = MaxLength };
        var configuration = new ModelConfiguration { Items = items, Encoder = encoder };
        var writer = new ModelFileWriter(configuration);
        foreach ((TensorRole role, int index) in configuration.Tensors)
            writer.Set(role, index, [.. Enumerable.Range(0, (int)writer.Count(role, index)).Select(_ => random.NextSingle() - 0.5f)]);
        using var file = new MemoryStream();
        writer.Write(file);
        return DeviceModel.Load(file.ToArray());
    }
}
