using System.Buffers.Binary;

namespace OnDeviceRec.Device.Tests.Format;

/// <summary>Whatever happens to the bytes of a model file, it is refused or it is a model: see <see cref="HostileFile"/>.</summary>
public sealed class MutationTests
{
    private const int Mutations = 100_000;

    private static readonly Dictionary<string, byte[]> Files = new()
    {
        ["dense, fp32"] = TestModel.Random(Configurations.SmallestDense, 1).Bytes(),
        ["train, fp32"] = TestModel.Random(Configurations.SmallestTrain, 1).Bytes(),
        ["dense, int8, texts"] = TestModel.Random(Configurations.SmallestDense, 1)
            .Bytes(ItemIds.Of(["pear", "peach", "apple"]), Precision.Int8),
        ["train, fp16, numbers"] = TestModel
            .Random(Configurations.Tiny(20, 2, 1, 2, new PlainTrainShape([4, 5], [2, 1], [2], 2), ReadoutKind.SoftAttention), 1)
            .Bytes(ItemIds.Of([.. Enumerable.Range(0, 20).Select(i => (i * 1_000_003L) - 7)]), Precision.Fp16),
        ["train, int4"] = TestModel.Random(Configurations.SmallestTrain, 1).Bytes(precision: Precision.Int4),
        ["binary codes, fp32"] = TestModel.Random(Configurations.SmallestCodes, 1).Bytes(),
        ["dense, fp32, numbers, training"] = TestModel.Random(Configurations.SmallestDense, 1)
            .Bytes(ItemIds.Of([7, -7, 0]), training: new TrainingRecord([.. Enumerable.Range(100, 32).Select(x => (byte)x)], 9, 10)),
        ["dense, fp32, copying"] = TestModel.Random(Configurations.SmallestCopying, 1).Bytes(),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_files_themselves_are_models(string name) => Assert.Null(HostileFile.Refusal(Files[name]));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_truncation_is_refused(string name)
    {
        byte[] file = Files[name];
        for (int length = 0; length < file.Length; length++)
        {
            byte[] bytes = file[..length];
            Assert.NotNull(HostileFile.Refusal(bytes));
            if (length < FileParts.HeaderLength) continue;
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(FileParts.FileLength), (ulong)length);
            Assert.NotNull(HostileFile.Refusal(FileParts.Sign(bytes)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_changed_byte_of_header_and_section_table_is_refused_even_with_the_right_checksum(string name)
    {
        byte[] file = Files[name];
        for (int at = 0; at < FileParts.TableEnd(file); at++)
        {
            // In the header every value, in the table every bit and a few.
            byte[] changes = at < FileParts.HeaderLength
                ? [.. Enumerable.Range(1, 255).Select(x => (byte)x)]
                : [1, 2, 4, 8, 16, 32, 64, 128, 255];
            foreach (byte change in changes)
            {
                byte[] bytes = [.. file];
                bytes[at] ^= change;
                Assert.NotNull(HostileFile.Refusal(bytes));
                if (at is < FileParts.Checksum or >= FileParts.Count) Assert.NotNull(HostileFile.Refusal(FileParts.Sign(bytes)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_changed_byte_behind_the_table_is_noticed_and_with_the_right_checksum_refused_or_a_model(string name)
    {
        byte[] file = Files[name];
        for (int at = FileParts.TableEnd(file); at < file.Length; at++)
        {
            foreach (byte change in (byte[])[1, 0x80, 0xFF])
            {
                byte[] bytes = [.. file];
                bytes[at] ^= change;
                Assert.NotNull(HostileFile.Refusal(bytes));
                HostileFile.Refusal(FileParts.Sign(bytes));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_word_of_the_configuration_with_every_extreme_is_refused_or_a_model(string name)
    {
        byte[] file = Files[name];
        for (int word = 0; word < ConfigurationSection.Length / sizeof(uint); word++)
        {
            foreach (uint value in Damage.Extremes)
            {
                byte[] bytes = [.. file];
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(FileParts.Word(bytes, word)), value);
                HostileFile.Refusal(FileParts.Sign(bytes));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Mutations_are_refused_or_are_models(string name)
    {
        int seed = 20 + name.Length, count = Mutations / Files.Count, models = 0;
        var random = new Random(seed);
        for (int n = 0; n < count; n++)
        {
            byte[] bytes = Damage.Of(Files[name], random);
            if (n % 2 == 1) FileParts.Sign(bytes);
            if (HostileFile.Refusal(bytes) is null) models++;
        }

        // A good many get past all checks, so that what lies behind them is tried too.
        Assert.InRange(models, count / 100, count / 2);
    }

    [Fact]
    public void A_larger_file_s_truncations_and_lies_about_its_length_take_no_memory()
    {
        CatalogIds ids = ItemIds.Of([.. Enumerable.Range(0, 20_000).Select(i => $"{i ^ 77}")]);
        byte[] file = TestModel.Random(Configurations.Tiny(20_000, 16, 4, 3), 2).Bytes(ids);
        Assert.InRange(file.Length, 1 << 20, 4 << 20);
        Assert.Null(HostileFile.Refusal(file));
        for (int length = 1000; length < file.Length; length += 51_111)
        {
            Assert.NotNull(HostileFile.Refusal(file[..length]));
            foreach (long stated in (long[])[length, length + 1, 2_000_000_000, ModelLayout.MaxFileLength, long.MaxValue])
            {
                byte[] bytes = file[..length];
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(FileParts.FileLength), stated);
                Assert.NotNull(HostileFile.Refusal(FileParts.Sign(bytes)));
            }
        }
    }
}
