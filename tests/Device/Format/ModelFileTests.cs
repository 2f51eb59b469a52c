using System.Buffers.Binary;

namespace OnDeviceRec.Device.Tests.Format;

public sealed class ModelFileTests
{
    public static TheoryData<TableKind, ReadoutKind, HeadKind, float> Kinds => Configurations.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_written_is_read(TableKind table, ReadoutKind readout, HeadKind head, float norm)
    {
        TestModel test = TestModel.Random(Configurations.Of(table, readout, head, norm), 1);
        byte[] bytes = test.Bytes();
        ModelFile file = ModelFile.Parse(bytes);
        ModelConfiguration expected = test.Configuration, actual = file.Configuration;
        Assert.Equal(bytes.Length, file.Length);
        Assert.Equal(bytes.Length, ModelFile.FileBytes(expected));
        Assert.Equal(expected with { Table = actual.Table }, actual);
        AssertSame(expected.Table, actual.Table);
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

    [Theory]
    [InlineData(TensorRole.ItemTable, 1)]
    [InlineData(TensorRole.Core, 0)]
    [InlineData(TensorRole.QueryWeight, 1)]
    [InlineData(TensorRole.QueryWeight, -1)]
    [InlineData(TensorRole.Positions, 1)]
    [InlineData(TensorRole.ReadoutVector, 0)]
    [InlineData(TensorRole.CopyRecencyBias, 0)]
    [InlineData(TensorRole.CopyLengthBias, 0)]
    [InlineData(TensorRole.CopyRepeatWeight + 1, 0)]
    [InlineData((TensorRole)99, 0)]
    public void A_tensor_that_the_model_lacks_is_named(TensorRole role, int index)
    {
        ModelFile file = ModelFile.Parse(TestModel.Random(Configurations.SmallestDense, 1).Bytes());
        Assert.Contains($"{role}, index {index}", Assert.Throws<ArgumentException>(() => file.Count(role, index)).Message);
    }

    [Fact]
    public void A_copying_model_has_no_other_tensors_for_its_copy_head_s() => Assert.Throws<ArgumentException>(
        () => ModelFile.Parse(TestModel.Random(Configurations.SmallestCopying, 1).Bytes()).Count(TensorRole.Core));

    [Fact]
    public void A_stream_that_is_none_is_refused() => Assert.Throws<ArgumentNullException>(() => ModelFile.Read((Stream)null!));

    [Fact]
    public void What_is_wrong_with_a_file_starts_with_its_path()
    {
        string path = Path.GetTempFileName();
        try
        {
            string message = Assert.Throws<ModelFormatException>(() => ModelFile.Read(path)).Message;
            Assert.StartsWith(path + ": ", message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_model_was_trained_on_is_read_beside_ids_and_without(bool hasIds)
    {
        byte[] job = [.. Enumerable.Range(200, 32).Select(x => (byte)x)];
        TestModel test = TestModel.Random(Configurations.SmallestDense, 1);
        CatalogIds? ids = hasIds ? ItemIds.Of(["pear", "peach", "apple"]) : null;
        byte[] bytes = test.Bytes(ids, training: new TrainingRecord(job, 9, 10));
        ModelFile file = ModelFile.Parse(bytes);
        TrainingRecord training = file.Training!;
        Assert.Equal((9, 10), (training.Trained, training.Sequences));
        Assert.Equal(job, training.Job.ToArray());
        Assert.Equal(hasIds ? ["pear", "peach", "apple"] : [], hasIds ? Enumerable.Range(1, 3).Select(file.Ids!.IdOf) : []);
        Assert.Equal(hasIds, file.Ids is not null);
        Assert.Equal(bytes, TestModel.Of(file).Bytes(file.Ids, training: training));
        Assert.Null(ModelFile.Parse(test.Bytes(ids)).Training);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Shapes_of_matrices_are_the_method_s_and_vectors_have_none(TableKind table, ReadoutKind readout, HeadKind head, float norm)
    {
        TestModel test = TestModel.Random(Configurations.Of(table, readout, head, norm), 1);
        ModelFile file = ModelFile.Parse(test.Bytes());
        foreach ((TensorRole role, int index, int length) in TestModel.Roles(test.Configuration))
        {
            (int R, int I, int J, int S)? expected = role switch
            {
                TensorRole.ItemTable => (1, 2100, 8, 1),
                TensorRole.Core => TestModel.Cores(test.Configuration)[index],
                TensorRole.Positions => (1, 6, 8, 1),
                TensorRole.ExpandWeight => (1, 12, 8, 1),
                TensorRole.ContractWeight => (1, 8, 12, 1),
                TensorRole.CopyRepeatWeight => null,
                _ => role.ToString().EndsWith("Weight", StringComparison.Ordinal) ? (1, 8, 8, 1) : null,
            };
            if (expected is { } shape)
            {
                Assert.Equal(shape, file.Shape(role, index));
                Assert.Equal(length, shape.R * shape.I * shape.J * shape.S);
            }
            else
            {
                string message = Assert.Throws<ArgumentException>(() => file.Shape(role, index)).Message;
                Assert.Equal($"Tensor {role}, index {index}: this is a vector.", message);
            }
        }

        Assert.Contains($"{TensorRole.Core}, index 9", Assert.Throws<ArgumentException>(() => file.Shape(TensorRole.Core, 9)).Message);
    }

    [Fact]
    public void A_stream_s_length_is_not_believed_before_its_bytes_have_come()
    {
        byte[] header = TestModel.Random(Configurations.SmallestDense, 1).Bytes()[..24];
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), 2_000_000_000);
        // A first exception allocates for itself; 2 GB would stand out anyway.
        long before = GC.GetAllocatedBytesForCurrentThread();
        using var trickle = new TrickleStream(header);
        Assert.Contains("24 of its 2000000000 bytes", Assert.Throws<ModelFormatException>(() => ModelFile.Read(trickle)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands_to_its_end()
    {
        byte[] bytes = TestModel.Random(Configurations.SmallestTrain, 1).Bytes();
        using var stream = new MemoryStream([1, 2, 3, .. bytes]);
        stream.Position = 3;
        Assert.Equal(bytes.Length, ModelFile.Read(stream).Length);
        Assert.Equal(stream.Length, stream.Position);
        foreach (bool seeks in (bool[])[true, false])
        {
            byte[] longer = [.. bytes, 0];
            using Stream more = seeks ? new MemoryStream(longer) : new TrickleStream(longer);
            using Stream less = seeks ? new MemoryStream(bytes[..^1]) : new TrickleStream(bytes[..^1]);
            Assert.Equal(
                $"The file goes on after its {bytes.Length} bytes.",
                Assert.Throws<ModelFormatException>(() => ModelFile.Read(more)).Message);
            Assert.Equal(
                $"The file ends after {bytes.Length - 1} of its {bytes.Length} bytes.",
                Assert.Throws<ModelFormatException>(() => ModelFile.Read(less)).Message);
        }
    }

    private static void AssertSame(TableShape expected, TableShape actual)
    {
        Assert.Equal(expected.GetType(), actual.GetType());
        if (expected is BinaryCodesShape codes) Assert.Equal(codes.Bits, ((BinaryCodesShape)actual).Bits);
        if (expected is not PlainTrainShape train) return;
        var other = (PlainTrainShape)actual;
        Assert.Equal(train.Block, other.Block);
        Assert.Equal(train.Rows.ToArray(), other.Rows.ToArray());
        Assert.Equal(train.Columns.ToArray(), other.Columns.ToArray());
        Assert.Equal(train.Ranks.ToArray(), other.Ranks.ToArray());
    }

    internal static float[] Numbers(ModelFile file, TensorRole role, int index = 0)
    {
        float[] values = new float[file.Count(role, index)];
        file.CopyTo(role, index, values);
        return values;
    }
}
