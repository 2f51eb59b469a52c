using System.Buffers.Binary;

namespace OnDeviceRec.Device.Tests.Format;

public sealed class ModelFileTests
{
    public static TheoryData<TableKind, ReadoutKind> Kinds => Configurations.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_written_is_read(TableKind table, ReadoutKind readout)
    {
        TestModel test = TestModel.Random(Configurations.Of(table, readout), 1);
        byte[] bytes = test.Bytes();
        ModelFile file = ModelFile.Parse(bytes);
        ModelConfiguration expected = test.Configuration, actual = file.Configuration;
        Assert.Equal(bytes.Length, file.Length);
        Assert.Equal(bytes.Length, ModelFile.FileBytes(expected));
        Assert.Equal(
            (expected.Items, expected.Width, expected.Inner, expected.Heads, expected.Layers, expected.MaxLength, expected.Readout, expected.LayerNormEpsilon),
            (actual.Items, actual.Width, actual.Inner, actual.Heads, actual.Layers, actual.MaxLength, actual.Readout, actual.LayerNormEpsilon));
        Assert.Equal(expected.Train?.Rows.ToArray(), actual.Train?.Rows.ToArray());
        Assert.Equal(expected.Train?.Columns.ToArray(), actual.Train?.Columns.ToArray());
        Assert.Equal(expected.Train?.Ranks.ToArray(), actual.Train?.Ranks.ToArray());
        Assert.Equal(expected.Train?.Block, actual.Train?.Block);
        long parameters = 0;
        var again = new TestModel(actual);
        foreach ((TensorRole role, int index, int length) in TestModel.Roles(expected))
        {
            Assert.Equal(test[role, index], Numbers(file, role, index));
            again[role, index] = Numbers(file, role, index);
            parameters += length;
        }

        Assert.Equal(parameters, actual.TableParameters + actual.EncoderParameters);
        Assert.Equal(bytes, again.Bytes());
    }

    [Fact]
    public void A_file_a_stream_and_a_trickle_of_bytes_give_the_same_model()
    {
        byte[] bytes = TestModel.Random(new ModelConfiguration(50_000, 16, 4, 1, 1, 3, ReadoutKind.Last), 2).Bytes();
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, bytes);
        try
        {
            using var trickle = new TrickleStream(bytes);
            using var memory = new MemoryStream(bytes);
            float[] expected = Numbers(ModelFile.Parse(bytes), TensorRole.ItemTable);
            Assert.Equal(expected, Numbers(ModelFile.Read(path), TensorRole.ItemTable));
            Assert.Equal(expected, Numbers(ModelFile.Read(memory), TensorRole.ItemTable));
            Assert.Equal(expected, Numbers(ModelFile.Read(trickle), TensorRole.ItemTable));
            File.WriteAllBytes(path, bytes[..^1]);
            Assert.StartsWith(path + ": The file ends after", Assert.Throws<ModelFormatException>(() => DeviceModel.Load(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(TensorRole.ItemTable, 1)]
    [InlineData(TensorRole.Core, 0)]
    [InlineData(TensorRole.QueryWeight, 1)]
    [InlineData(TensorRole.QueryWeight, -1)]
    [InlineData(TensorRole.Positions, 1)]
    [InlineData(TensorRole.ReadoutVector, 0)]
    [InlineData((TensorRole)99, 0)]
    public void A_tensor_that_the_model_lacks_is_named(TensorRole role, int index)
    {
        ModelFile file = ModelFile.Parse(TestModel.Random(Configurations.SmallestDense, 1).Bytes());
        Assert.Contains($"{role}, index {index}", Assert.Throws<ArgumentException>(() => file.Count(role, index)).Message);
    }

    [Fact]
    public void The_writer_refuses_what_no_reader_would_take()
    {
        var writer = new ModelFileWriter(Configurations.SmallestDense);
        Assert.Contains("5 numbers, expected 6", Assert.Throws<ArgumentException>(() => writer.Set(TensorRole.ItemTable, 0, new float[5])).Message);
        Assert.Contains("number 1 is NaN", Assert.Throws<ArgumentException>(() => writer.Set(TensorRole.InputGain, 0, [1, float.NaN])).Message);
        Assert.Contains("ItemTable", Assert.Throws<InvalidOperationException>(() => writer.Write(Stream.Null)).Message);
    }

    [Fact]
    public void A_newer_version_is_refused_by_its_number()
    {
        byte[] bytes = TestModel.Random(Configurations.SmallestDense, 1).Bytes();
        bytes[4] = 3;
        Assert.Contains("version 3", Refusal(bytes));
    }

    [Theory]
    [InlineData("count", "4294967295 sections")]
    [InlineData("no sections", "0 sections")]
    [InlineData("overlap", "Section 2 (Tensor Positions, index 0): offset")]
    [InlineData("huge offset", "offset 18446744073709551615")]
    [InlineData("huge length", "length 18446744073709551615")]
    [InlineData("zero length", "length 0")]
    [InlineData("element", "element type 2, expected 1")]
    [InlineData("twice", "type 2, expected 16")]
    [InlineData("configuration", "type 7, expected 1")]
    [InlineData("items", "items -1")]
    [InlineData("fewer items", "its sections ask for")]
    [InlineData("readout", "no readout has the code 9")]
    [InlineData("table", "no item table has the code 2")]
    [InlineData("cores", "2 cores and block 0 for table code 0")]
    [InlineData("unused word", "word 12 is 1, expected 0")]
    [InlineData("padding", "is 1, expected 0")]
    [InlineData("not finite", "Tensor ItemTable, index 0: number 0 is NaN")]
    public void A_crafted_file_is_refused_with_the_place(string what, string part)
    {
        byte[] bytes = TestModel.Random(Configurations.SmallestDense, 1).Bytes();
        int entry(int section, int field) => 24 + (section * 24) + field;
        int configuration = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(entry(0, 8)));
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(entry(1, 8)));
        (int at, byte[] value) = what switch
        {
            "count" => (20, Bytes(uint.MaxValue, 4)),
            "no sections" => (20, Bytes(0, 4)),
            "overlap" => (entry(2, 8), Bytes((ulong)table, 8)),
            "huge offset" => (entry(1, 8), Bytes(ulong.MaxValue, 8)),
            "huge length" => (entry(1, 16), Bytes(ulong.MaxValue, 8)),
            "zero length" => (entry(1, 16), Bytes(0, 8)),
            "element" => (entry(1, 4), Bytes(2, 4)),
            "twice" => (entry(2, 0), Bytes((uint)TensorRole.ItemTable, 4)),
            "configuration" => (entry(0, 0), Bytes(7, 4)),
            "items" => (configuration, Bytes(uint.MaxValue, 4)),
            "fewer items" => (configuration + 20, Bytes(20, 4)),
            "readout" => (configuration + 24, Bytes(9, 4)),
            "table" => (configuration + 28, Bytes(2, 4)),
            "cores" => (configuration + 36, Bytes(2, 4)),
            "unused word" => (configuration + 48, Bytes(1, 4)),
            "padding" => (table - 1, Bytes(1, 1)),
            "not finite" => (table, Bytes(BitConverter.SingleToUInt32Bits(float.NaN), 4)),
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };
        value.CopyTo(bytes, at);
        Assert.Contains(part, Refusal(Mutation.Sign(bytes)));
    }

    [Fact]
    public void Other_files_and_bytes_behind_the_end_are_refused()
    {
        byte[] bytes = TestModel.Random(Configurations.SmallestTrain, 1).Bytes();
        Assert.Contains("ODRM", Refusal("{ \"json\": 1 }"u8.ToArray()));
        Assert.Contains("goes on", Refusal([.. bytes, 0]));
        bytes[^1] ^= 1;
        Assert.Contains("checksum", Refusal(bytes));
    }

    [Fact]
    public void A_length_is_not_believed_before_its_bytes_have_come()
    {
        byte[] header = TestModel.Random(Configurations.SmallestDense, 1).Bytes()[..24];
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), 2_000_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("24 of its 2000000000 bytes", Refusal(header));
        using var trickle = new TrickleStream(header);
        Assert.Throws<ModelFormatException>(() => ModelFile.Read(trickle));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), ulong.MaxValue);
        Assert.Contains("18446744073709551615", Refusal(header));
    }

    private static float[] Numbers(ModelFile file, TensorRole role, int index = 0)
    {
        float[] values = new float[file.Count(role, index)];
        file.CopyTo(role, index, values);
        return values;
    }

    private static byte[] Bytes(ulong value, int count) => BitConverter.GetBytes(value)[..count];

    private static string Refusal(byte[] bytes)
    {
        string message = Assert.Throws<ModelFormatException>(() => ModelFile.Parse(bytes)).Message;
        using var stream = new MemoryStream(bytes);
        Assert.Equal(message, Assert.Throws<ModelFormatException>(() => ModelFile.Read(stream)).Message);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
