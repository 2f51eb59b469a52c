using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tests.Tables;

public sealed class CodebookItemTableTests : IDisposable
{
    private const int Width = 16;

    private static readonly int[] Some = [3, 34, 3], Targets = [0, 34, 7, 7];

    private readonly TempFolder folder = new();

    [Fact]
    public void A_row_is_one_codeword_of_every_codebook_beside_each_other()
    {
        var codes = new ItemCodes(new byte[] { 0, 2, 1, 1, 1, 2 }, codebooks: 2, codewords: 3);
        var table = new CodebookItemTable(new ParameterFactory(1), codes, width: 4);
        new float[] { 1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60 }.CopyTo(table.Codebooks.Value.Span);
        using var tape = new Tape();
        tape.BeginInference();
        Assert.Equal([1f, 2, 50, 60, 3, 4, 30, 40, 3, 4, 50, 60], table.Matrix(tape).Value.Span.ToArray());
        Assert.Equal([3f, 4, 50, 60, 1, 2, 50, 60, 3, 4, 50, 60], table.Rows(tape, new[] { 2, 0, 2 }).Value.Span.ToArray());
        Assert.Equal((3, 4, false), (table.Items, table.Width, table.IsFull));
        Assert.Equal((3 * 4, (3 * 4) + (3 * 2)), (table.CodebookNumbers, table.ParameterCount));
    }

    [Fact]
    public void It_starts_with_the_variance_of_a_dense_one()
    {
        var table = new CodebookItemTable(new ParameterFactory(1), HashedCodes.Of(2_000, 4, 256, seed: 2), width: 64);
        using var tape = new Tape();
        tape.BeginInference();
        double variance = table.Matrix(tape).Value.Span.ToArray().Average(x => (double)x * x);
        Assert.InRange(variance / (0.01 / 3), 0.95, 1.05);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(4, 3)]
    [InlineData(16, 256)]
    public void Gradients_of_a_step_are_the_central_differences_of_its_loss(int codebooks, int codewords)
    {
        using SequenceModel model = Make(codebooks, codewords);
        var table = (CodebookItemTable)model.Table;
        using var tape = new Tape();
        using var h = new Parameter("h", new Shape(Targets.Length, Width));
        new Philox(5).FillUniform(h.Value.Span, -1, 1);
        float[] weights = [.. Enumerable.Range(0, Some.Length * Width).Select(i => (i % 7) - 2f)];
        tape.BeginTraining(0);
        TableOnTape step = table.BeginStep(tape);
        WeightedSum.Apply(tape, step.Rows(Some), weights);
        WeightedSum.Apply(tape, table.Rows(tape, Some), weights);
        FullSoftmaxCrossEntropy.Apply(tape, step.Scores(h), Targets, weight: 2);
        tape.Backward();

        double[] x = Array.ConvertAll(table.Codebooks.Value.Span.ToArray(), value => (double)value), expected = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            const double Epsilon = 1e-4;
            double at = x[i];
            x[i] = at + Epsilon;
            double above = Loss();
            x[i] = at - Epsilon;
            expected[i] = (above - Loss()) / (2 * Epsilon);
            x[i] = at;
        }

        Assert.Equal(Loss(), tape.TotalLoss, 1e-5 * Math.Abs(Loss()));
        Assert.Contains(expected, slope => Math.Abs(slope) > 0.1);
        new GoldenTensor("codebooks", [], expected).AssertClose(table.Codebooks.Gradient!.Span, 1e-5);

        double Loss()
        {
            double[][] rows = [.. Enumerable.Range(0, SmallModels.Items).Select(v => Row(table, x, v))];
            double sum = Some.SelectMany(v => rows[v]).Zip(weights, (value, weight) => 2 * value * weight).Sum();
            for (int b = 0; b < Targets.Length; b++)
            {
                double[] scores = [.. rows.Select(row => row.Zip(h.Value.Row(b).ToArray(), (e, value) => e * value).Sum())];
                sum += 2.0 / Targets.Length * (Math.Log(scores.Sum(Math.Exp)) - scores[Targets[b]]);
            }

            return sum;
        }
    }

    public static TheoryData<int, bool, float> Kinds => new(
        from codebooks in (int[])[1, 8]
        from copies in (bool[])[false, true]
        from scale in (float[])[0, 4]
        select (codebooks, copies, scale));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_device_scores_the_saved_file_as_training_scores_the_model(int codebooks, bool copies, float logitScale)
    {
        using SequenceModel model = Make(codebooks, 16, copies, logitScale);
        ModelStore.Save(model, folder["model"]);
        DeviceModel device = DeviceModel.Load(folder["model"]);
        Assert.Equal(model.Configuration, ModelFile.Read(folder["model"]).Configuration);
        Assert.Same(DenseShape.Instance, model.Configuration.Table);
        int[] prefix = [3, 30, 3, 7, 0, 34];
        var history = new History(device);
        float[] scores = new float[SmallModels.Items];
        for (int length = 1; length <= prefix.Length; length++)
        {
            history.Append(prefix[length - 1] + 1);
            device.Score(history, scores);
            double[] expected = SmallModels.Scores(model, prefix[..length]);
            double largest = expected.Max(Math.Abs);
            Assert.All(scores.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5 * largest));
        }
    }

    [Fact]
    public void A_file_gives_no_codes_back()
    {
        using SequenceModel model = Make(4, 16);
        ModelStore.Save(model, folder["model"]);
        ModelFile file = ModelFile.Read(folder["model"]);
        Assert.Throws<NotSupportedException>(() => model.Table.Read(file));
        using SequenceModel loaded = ModelStore.Load(file);
        Assert.Equal(SmallModels.Table(model), SmallModels.Table(loaded));
        Assert.IsType<DenseItemTable>(loaded.Table);
    }

    [Fact]
    public void Codebooks_that_do_not_divide_the_width_are_refused() => Assert.Equal(
        "Models: 3 codebooks do not divide the width 16.", Assert.Throws<ArgumentException>(() => Make(3, 16)).Message);

    [Fact]
    public void A_table_of_another_catalog_or_width_is_refused()
    {
        ModelConfiguration configuration = SmallModels.Configuration(ReadoutKind.Last);
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new SequenceModel(configuration, 1, make => new CodebookItemTable(make, HashedCodes.Of(34, 4, 16, 1), 8)));
        Assert.Equal("Models: the table is [34, 8], the model is of 35 items and width 16.", error.Message);
    }

    public void Dispose() => folder.Dispose();

    private static SequenceModel Make(int codebooks, int codewords, bool copies = false, float logitScale = 0)
    {
        ItemCodes codes = HashedCodes.Of(SmallModels.Items, codebooks, codewords, seed: 2);
        var model = new SequenceModel(
            SmallModels.Configuration(ReadoutKind.SoftAttention, copies, logitScale) with { Table = new BinaryCodesShape(8) },
            seed: 3,
            make => new CodebookItemTable(make, codes, Width));
        SmallModels.Roughen(model);
        return model;
    }

    private static double[] Row(CodebookItemTable table, double[] codebooks, int v)
    {
        (int m, int codewords, int part) = (table.Codes.Codebooks, table.Codes.Codewords, Width / table.Codes.Codebooks);
        double[] row = new double[Width];
        for (int j = 0; j < Width; j++)
        {
            int k = j / part, code = table.Codes.Values.Span[(v * m) + k];
            row[j] = codebooks[(((k * codewords) + code) * part) + (j % part)];
        }

        return row;
    }
}
