using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Models.Tests;

public sealed class ModelStoreTests : IDisposable
{
    private static readonly int[] Prefix = [3, 30, 3, 7, 0, 34];

    private static readonly string[] Ids = [.. Enumerable.Range(0, SmallModels.Items).Select(i => $"sku-{i * 17 % SmallModels.Items}")];

    private readonly TempFolder folder = new();

    public static TheoryData<bool, ReadoutKind, bool, float> Kinds => new(
        from compressed in (bool[])[false, true]
        from readout in (ReadoutKind[])[ReadoutKind.Last, ReadoutKind.SoftAttention]
        from copies in (bool[])[false, true]
        from norm in (float[])[0, 4]
        select (compressed, readout, copies, norm));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_saved_comes_back(bool compressed, ReadoutKind readout, bool copies, float logitScale)
    {
        using SequenceModel model = SmallModels.Make(compressed, readout, copies: copies, logitScale: logitScale);
        ModelStore.Save(model, folder["model"]);
        using SequenceModel loaded = ModelStore.Load(folder["model"]);
        Assert.Equal(model.Configuration with { Table = loaded.Configuration.Table }, loaded.Configuration);
        Assert.Equal(compressed ? "I (5, 8), J (4, 4), R (6), t 2" : "dense", loaded.Configuration.Table.Text);
        Assert.Equal(model.Parameters.Select(p => (p.Name, p.Shape)), loaded.Parameters.Select(p => (p.Name, p.Shape)));
        if (model.Table is DenseItemTable { Normalized: true })
        {
            // Of its table the file has the rows of length one, which made so again may differ in their last bits.
            Close(SmallModels.Table(model), SmallModels.Table(loaded), 1e-6);
            Assert.Equal(model.Parameters.Skip(1).Select(SmallModels.Bits), loaded.Parameters.Skip(1).Select(SmallModels.Bits));
            return;
        }

        Assert.Equal(model.Parameters.Select(SmallModels.Bits), loaded.Parameters.Select(SmallModels.Bits));
        ModelStore.Save(loaded, folder["again"]);
        Assert.Equal(File.ReadAllBytes(folder["model"]), File.ReadAllBytes(folder["again"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_dense_table_for_encodings_of_one_length_is_saved_with_rows_of_length_one(bool copies)
    {
        using SequenceModel model = SmallModels.Make(compressed: false, ReadoutKind.SoftAttention, copies: copies, logitScale: 12);
        ModelStore.Save(model, folder["model"]);
        ModelFile file = ModelFile.Read(folder["model"]);
        Assert.Equal((copies ? HeadKind.Copy : HeadKind.Catalog, 12f), (file.Configuration.Head, file.Configuration.LogitScale));
        float[][] rows = [.. Numbers(file, TensorRole.ItemTable, 0).Chunk(16)];
        Assert.All(rows, row => Assert.Equal(1, Math.Sqrt(row.Sum(x => (double)x * x)), 1e-6));
        Assert.Equal(SmallModels.Table(model), rows);
        Assert.Contains(model.Parameters[0].Value.Span[..16].ToArray().Zip(rows[0]), pair => Math.Abs(pair.First - pair.Second) > 0.01);
        using SequenceModel loaded = ModelStore.Load(folder["model"]);
        double[] expected = SmallModels.Scores(model, Prefix), actual = SmallModels.Scores(loaded, Prefix);
        double scale = expected.Max(Math.Abs);
        Assert.All(actual.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-6 * scale));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_device_scores_a_saved_file_as_the_trainer_scores_the_model(
        bool compressed, ReadoutKind readout, bool copies, float logitScale)
    {
        using SequenceModel model = SmallModels.Make(compressed, readout, copies: copies, logitScale: logitScale);
        ModelStore.Save(model, folder["model"]);
        DeviceModel device = DeviceModel.Load(folder["model"]);
        var history = new History(device);
        float[] scores = new float[SmallModels.Items];
        for (int length = 1; length <= Prefix.Length; length++)
        {
            history.Append(Prefix[length - 1] + 1);
            device.Score(history, scores);
            double[] expected = SmallModels.Scores(model, Prefix[..length]);
            double scale = expected.Max(Math.Abs);
            Assert.All(scores.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5 * scale));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(40)]
    public void A_table_of_binary_codes_is_saved_as_it_is_used_in_training(int bits)
    {
        ModelConfiguration dense = SmallModels.Configuration(ReadoutKind.SoftAttention, copies: true, logitScale: 3);
        using SequenceModel model = SmallModels.Make(dense with { Table = new BinaryCodesShape(bits) });
        ModelStore.Save(model, folder["model"]);
        using SequenceModel loaded = ModelStore.Load(folder["model"]);
        Assert.Equal($"binary codes of {bits} bits", loaded.Configuration.Table.Text);
        Assert.All(((BinaryCodesItemTable)loaded.Table).Latent.Value.Span.ToArray(), sign => Assert.Equal(1, Math.Abs(sign)));
        float[][] table = SmallModels.Table(model), again = SmallModels.Table(loaded);
        for (int v = 0; v < SmallModels.Items; v++) Assert.All(again[v].Zip(table[v]), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        ModelStore.Save(loaded, folder["again"]);
        Assert.Equal(File.ReadAllBytes(folder["model"]), File.ReadAllBytes(folder["again"]));

        DeviceModel device = DeviceModel.Load(folder["model"]);
        var history = new History(device);
        float[] scores = new float[SmallModels.Items];
        foreach (int row in Prefix) history.Append(row + 1);
        device.Score(history, scores);
        double[] expected = SmallModels.Scores(model, Prefix);
        double scale = expected.Max(Math.Abs);
        Assert.All(scores.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5 * scale));
    }

    [Fact]
    public void The_file_s_cores_give_the_table_of_training_row_by_row()
    {
        using SequenceModel model = SmallModels.Make(compressed: true, ReadoutKind.SoftAttention);
        ModelStore.Save(model, folder["model"]);
        float[][] table = SmallModels.Table(model);
        ModelFile file = ModelFile.Read(folder["model"]);
        for (int v = 0; v < SmallModels.Items; v++)
        {
            double[] row = RowByTheFormat(file, v);
            for (int j = 0; j < row.Length; j++) Assert.Equal(row[j], table[v][j], 1e-6);
        }
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_nothing_behind()
    {
        using SequenceModel model = SmallModels.Make(compressed: true, ReadoutKind.Last);
        Assert.Throws<OutputException>(() => ModelStore.Save(model, Path.Combine(folder.Path, "absent", "model")));
        Assert.Empty(folder.Names);
    }

    [Theory]
    [InlineData(false, Precision.Fp16)]
    [InlineData(false, Precision.Int8)]
    [InlineData(false, Precision.Int4)]
    [InlineData(true, Precision.Fp16)]
    [InlineData(true, Precision.Int8)]
    [InlineData(true, Precision.Int4)]
    public void A_file_stored_in_fewer_bits_is_what_the_writer_makes_of_its_numbers(bool compressed, Precision precision)
    {
        using SequenceModel model = SmallModels.Make(compressed, ReadoutKind.SoftAttention);
        byte[] job = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))];
        ModelStore.Save(model, folder["model"], ItemIds.NumbersOrTexts(Ids), new TrainingRecord(job, 90, 100));
        ModelFile exact = ModelFile.Read(folder["model"]);
        ModelStore.Save(exact, precision, folder["small"]);
        ModelFile small = ModelFile.Read(folder["small"]);
        Assert.Equal(precision, small.Configuration.Precision);
        Assert.True(small.Length < exact.Length);
        var writer = new ModelFileWriter(exact.Configuration with { Precision = precision }, exact.Ids, exact.Training);
        foreach ((TensorRole role, int index) in exact.Configuration.Tensors) writer.Set(role, index, Numbers(exact, role, index));
        using var stream = new MemoryStream();
        writer.Write(stream);
        Assert.Equal(stream.ToArray(), File.ReadAllBytes(folder["small"]));
        Assert.Equal(Ids, Enumerable.Range(1, SmallModels.Items).Select(small.Ids!.IdOf));
        TrainingRecord training = small.Training!;
        Assert.Equal((90, 100), (training.Trained, training.Sequences));
        Assert.Equal(job, training.Job.ToArray());
    }

    [Theory]
    [InlineData(false, Precision.Fp16)]
    [InlineData(true, Precision.Int8)]
    [InlineData(true, Precision.Int4)]
    public void A_file_stored_in_fewer_bits_is_read_to_go_on_from(bool compressed, Precision precision)
    {
        using SequenceModel model = SmallModels.Make(compressed, ReadoutKind.SoftAttention);
        ModelStore.Save(model, folder["model"]);
        ModelStore.Save(ModelFile.Read(folder["model"]), precision, folder["small"]);
        using SequenceModel loaded = ModelStore.Load(folder["small"]);
        DeviceModel device = DeviceModel.Load(folder["small"]);
        var history = new History(device);
        foreach (int row in Prefix) history.Append(row + 1);
        float[] scores = new float[SmallModels.Items];
        device.Score(history, scores);
        double[] expected = SmallModels.Scores(loaded, Prefix);
        double scale = expected.Max(Math.Abs);
        Assert.All(scores.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5 * scale));
        ModelStore.Save(loaded, folder["again"]);
        Assert.Equal(Precision.Fp32, ModelFile.Read(folder["again"]).Configuration.Precision);
    }

    [Fact]
    public void A_number_too_large_for_fp16_leaves_nothing_behind_and_an_older_file_as_it_was()
    {
        using SequenceModel model = SmallModels.Make(compressed: false, ReadoutKind.Last);
        model.Encoder.Positions.Value.Span[3] = 70_000;
        ModelStore.Save(model, folder["model"]);
        ModelFile file = ModelFile.Read(folder["model"]);
        folder.Write("small", "mine");
        Assert.Equal(
            "Tensor Positions, index 0: number 3 is 70000, too large for fp16.",
            Assert.Throws<ArgumentException>(() => ModelStore.Save(file, Precision.Fp16, folder["small"])).Message);
        Assert.Equal("mine", File.ReadAllText(folder["small"]));
        Assert.Equal(["model", "small"], folder.Names);
        Assert.Throws<OutputException>(() => ModelStore.Save(file, Precision.Int8, Path.Combine(folder.Path, "absent", "small")));
        Assert.Equal(["model", "small"], folder.Names);
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        folder.Write("model", "not a model at all, but long enough to hold a header of sixty-four bytes or so");
        Assert.StartsWith(
            folder["model"], Assert.Throws<ModelFormatException>(() => ModelStore.Load(folder["model"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_says_more_of_its_training_than_can_be_is_refused_where_all_of_it_is_read()
    {
        using SequenceModel model = SmallModels.Make(compressed: false, ReadoutKind.Last);
        ModelStore.Save(model, folder["right"], training: new TrainingRecord(new byte[32], 10, 10));
        ModelStore.Save(model, folder["wrong"], training: new TrainingRecord(new byte[32], 11, 10));
        Assert.Equal(10, ModelStore.Read(folder["right"]).Training!.Trained);
        Assert.Equal(
            $"{folder["wrong"]}: Training: 11 of 10 sequences.",
            Assert.Throws<ModelFormatException>(() => ModelStore.Read(folder["wrong"])).Message);
        DeviceModel.Load(folder["wrong"]);
    }

    public void Dispose() => folder.Dispose();

    private static void Close(float[][] expected, float[][] actual, double tolerance)
    {
        for (int v = 0; v < expected.Length; v++)
            Assert.All(expected[v].Zip(actual[v]), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    private static float[] Numbers(ModelFile file, TensorRole role, int index)
    {
        float[] values = new float[file.Count(role, index)];
        file.CopyTo(role, index, values);
        return values;
    }

    // The format's own words: cell (i_1, i_2) of the grid, row-major, is the row; plain column (j_1·t + c, q) is column (j_1·Q + q)·t + c.
    private static double[] RowByTheFormat(ModelFile file, int v)
    {
        PlainTrainShape train = (PlainTrainShape)file.Configuration.Table;
        float[] first = Numbers(file, TensorRole.Core, 0), second = Numbers(file, TensorRole.Core, 1);
        int rank = train.Ranks[1], t = train.Block, rest = train.Columns[1];
        (int i1, int i2) = Math.DivRem(v, train.Rows[1]);
        double[] row = new double[train.Width];
        for (int a = 0; a < train.Columns[0]; a++)
        {
            for (int q = 0; q < rest; q++)
            {
                for (int k = 0; k < rank; k++)
                {
                    row[(((a / t * rest) + q) * t) + (a % t)] +=
                        (double)first[(((i1 * train.Columns[0]) + a) * rank) + k] * second[(((k * train.Rows[1]) + i2) * rest) + q];
                }
            }
        }

        return row;
    }
}
