using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Models.Tests;

public sealed class ModelStoreTests : IDisposable
{
    private static readonly int[] Prefix = [3, 30, 3, 7, 0, 34];

    private readonly TempFolder folder = new();

    [Theory]
    [InlineData(false, Readout.Last)]
    [InlineData(false, Readout.SoftAttention)]
    [InlineData(true, Readout.Last)]
    [InlineData(true, Readout.SoftAttention)]
    public void What_is_saved_comes_back_to_the_bit(bool compressed, Readout readout)
    {
        using SequenceModel model = SmallModels.Make(compressed, readout);
        ModelStore.Save(model, folder["model"]);
        using SequenceModel loaded = ModelStore.Load(folder["model"]);
        Assert.Equal(model.Encoder.Options, loaded.Encoder.Options);
        Assert.Equal(model.Parameters.Select(p => (p.Name, p.Shape)), loaded.Parameters.Select(p => (p.Name, p.Shape)));
        Assert.Equal(model.Parameters.Select(SmallModels.Bits), loaded.Parameters.Select(SmallModels.Bits));
        ModelStore.Save(loaded, folder["again"]);
        Assert.Equal(File.ReadAllBytes(folder["model"]), File.ReadAllBytes(folder["again"]));
    }

    [Theory]
    [InlineData(false, Readout.Last)]
    [InlineData(false, Readout.SoftAttention)]
    [InlineData(true, Readout.Last)]
    [InlineData(true, Readout.SoftAttention)]
    public void The_device_scores_a_saved_file_as_the_trainer_scores_the_model(bool compressed, Readout readout)
    {
        using SequenceModel model = SmallModels.Make(compressed, readout);
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

    [Fact]
    public void The_file_s_cores_give_the_table_of_training_row_by_row()
    {
        using SequenceModel model = SmallModels.Make(compressed: true, Readout.SoftAttention);
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
        using SequenceModel model = SmallModels.Make(compressed: true, Readout.Last);
        Assert.Throws<OutputException>(() => ModelStore.Save(model, Path.Combine(folder.Path, "absent", "model")));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        folder.Write("model", "not a model at all, but long enough to hold a header of sixty-four bytes or so");
        Assert.StartsWith(folder["model"], Assert.Throws<ModelFormatException>(() => ModelStore.Load(folder["model"])).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    // The format's own words: cell (i_1, i_2) of the grid, row-major, is the row; plain column (j_1·t + c, q) is column (j_1·Q + q)·t + c.
    private static double[] RowByTheFormat(ModelFile file, int v)
    {
        PlainTrainShape train = file.Configuration.Train!;
        float[] first = new float[file.Count(TensorRole.Core, 0)], second = new float[file.Count(TensorRole.Core, 1)];
        file.CopyTo(TensorRole.Core, 0, first);
        file.CopyTo(TensorRole.Core, 1, second);
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
