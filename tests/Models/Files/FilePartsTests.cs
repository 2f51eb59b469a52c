using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Models.Tests.Files;

public sealed class FilePartsTests
{
    private const int Items = 512, Bits = 64;

    [Fact]
    public void The_parts_are_the_file_before_packing()
    {
        byte[] file = Written(ids: null);
        ReadOnlyMemory<byte> packed = FilePacker.Pack(file);
        Assert.True(packed.Length < file.Length);
        FileParts whole = FileParts.Of(ModelFile.Parse(file)), less = FileParts.Of(ModelFile.Parse(packed.Span));
        Assert.Equal(file.Length, whole.Items + whole.Encoder + whole.Ids + whole.Frame);
        Assert.Equal((file.Length, 0), (whole.Whole, whole.Saved));
        Assert.Equal(whole with { Saved = file.Length - packed.Length }, less);
        Assert.InRange(whole.Items, Items * Bits / 8, (Items * Bits / 8) + 20_000);
    }

    [Fact]
    public void Ids_are_what_the_file_is_longer_with_them()
    {
        byte[] without = Written(ids: null), with = Written([.. Enumerable.Range(0, Items).Select(v => $"item {v:D4}")]);
        FileParts parts = FileParts.Of(ModelFile.Parse(with));
        Assert.Equal(with.Length - without.Length, parts.Ids);
        Assert.Equal(FileParts.Of(ModelFile.Parse(without)), parts with { Ids = 0 });
    }

    private static byte[] Written(string[]? ids)
    {
        ModelConfiguration configuration = SmallModels.Configuration(ReadoutKind.Last, items: Items) with
        {
            Table = new BinaryCodesShape(Bits),
        };
        var random = new Random(3);
        var writer = new ModelFileWriter(configuration, ids is null ? null : ItemIds.NumbersOrTexts(ids));
        foreach ((TensorRole role, int index) in configuration.Tensors)
        {
            float[] values = new float[writer.Count(role, index)];
            for (int i = 0; i < values.Length; i++)
                values[i] = (role, index) == (TensorRole.Core, 1) ? (i / Items % 7 < 3 ? 1 : -1) : random.NextSingle();
            writer.Set(role, index, values);
        }

        using var stream = new MemoryStream();
        writer.Write(stream);
        return stream.ToArray();
    }
}
