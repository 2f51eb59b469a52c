using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Models.Tests.Files;

public sealed class FilePackerTests
{
    [Property(MaxTest = 30)]
    public Property Any_file_comes_back_and_grows_never() => Prop.ForAll(Files(), file =>
    {
        ReadOnlyMemory<byte> packed = FilePacker.Pack(file);
        Assert.True(packed.Length <= file.Length);
        ModelFile read = ModelFile.Parse(packed.Span), whole = ModelFile.Parse(file);
        Assert.Equal((packed.Length, file.Length), (read.Length, read.UnpackedLength));
        foreach ((TensorRole role, int index) in whole.Configuration.Tensors)
            Assert.Equal(Numbers(whole, role, index), Numbers(read, role, index));
        Assert.Equal(packed.ToArray(), FilePacker.Pack(file).ToArray());
        Assert.Equal(packed.ToArray(), FilePacker.Pack(packed).ToArray());
    });

    [Fact]
    public void Codes_of_a_few_kinds_take_little_more_than_to_say_which()
    {
        // 1,536 items of four kinds, 64 bits each: two bits for the kind and next to nothing for the codes.
        const int Items = 1536, Bits = 64;
        ModelConfiguration configuration = SmallModels.Configuration(ReadoutKind.Last, items: Items) with
        {
            Table = new BinaryCodesShape(Bits),
        };
        var random = new Random(3);
        bool[][] kinds = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, Bits).Select(_ => random.Next(2) == 1).ToArray())];
        int[] kindOf = [.. Enumerable.Range(0, Items).Select(_ => random.Next(kinds.Length))];
        byte[] alike = File((k, v) => kinds[kindOf[v]][k]), different = File((_, _) => random.Next(2) == 1);
        int codes = Items * Bits / 8;
        Assert.InRange(alike.Length - FilePacker.Pack(alike).Length, 0.9 * codes, alike.Length);
        Assert.InRange(FilePacker.Pack(different).Length, different.Length - (0.9 * (different.Length - codes)), different.Length);

        byte[] File(Func<int, int, bool> bit)
        {
            var writer = new ModelFileWriter(configuration);
            foreach ((TensorRole role, int index) in configuration.Tensors)
            {
                float[] values = new float[writer.Count(role, index)];
                bool ofCodes = (role, index) == (TensorRole.Core, 1);
                for (int i = 0; i < values.Length; i++)
                    values[i] = ofCodes ? (bit(i / Items, i % Items) ? 1 : -1) : random.NextSingle();
                writer.Set(role, index, values);
            }

            using var stream = new MemoryStream();
            writer.Write(stream);
            return stream.ToArray();
        }
    }

    [Fact]
    public void Items_of_different_kinds_are_in_different_groups()
    {
        const int Items = 400, Bits = 40;
        var random = new Random(1);
        bool[][] kinds = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, Bits).Select(_ => random.Next(2) == 1).ToArray())];
        byte[] section = new byte[Items * Bits / 8];
        for (int v = 0; v < Items; v++)
        {
            for (int k = 0; k < Bits; k++)
            {
                int one = kinds[v % 3][k] != (random.Next(20) == 0) ? 1 : 0;
                section[(((v / 16 * (Bits / 8)) + (k / 8)) * 16) + (v % 16)] |= (byte)(one << (k % 8));
            }
        }

        var codes = new CodeBits(section, Items, Bits);
        int[] groups = CodeGroups.Of(codes, 16);
        foreach (IGrouping<int, int> group in Enumerable.Range(0, Items).GroupBy(v => groups[v]))
            Assert.Single(group.Select(v => v % 3).Distinct());
        Assert.Equal(groups, CodeGroups.Of(codes, 16));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(191, 0)]
    [InlineData(192, 1)]
    [InlineData(36_968, 8)]
    [InlineData(100_000_000, 12)]
    public void There_are_a_hundred_items_or_more_to_a_group(int items, int bits) => Assert.Equal(bits, CodeGroups.BitsFor(items));

    private static Arbitrary<byte[]> Files() => (
        from items in Gen.Choose(1, 500)
        from bits in Gen.Choose(0, 40)
        from precision in Gen.Elements(Precision.Fp32, Precision.Int8, Precision.Int4)
        from copies in Gen.Elements(true, false)
        from seed in Gen.Choose(0, 1000)
        select Bytes(items, bits, precision, copies, (ulong)seed)).ToArbitrary();

    private static byte[] Bytes(int items, int bits, Precision precision, bool copies, ulong seed)
    {
        ModelConfiguration dense = SmallModels.Configuration(ReadoutKind.SoftAttention, copies, items: items);
        using var model = new SequenceModel(bits == 0 ? dense : dense with { Table = new BinaryCodesShape(bits) }, seed);
        string path = Path.GetTempFileName();
        try
        {
            ModelStore.Save(model, path);
            ModelStore.Save(ModelFile.Read(path), precision, path);
            return System.IO.File.ReadAllBytes(path);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    private static float[] Numbers(ModelFile file, TensorRole role, int index)
    {
        float[] values = new float[file.Count(role, index)];
        file.CopyTo(role, index, values);
        return values;
    }
}
