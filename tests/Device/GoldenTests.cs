namespace OnDeviceRec.Device.Tests;

public sealed class GoldenTests
{
    [Theory]
    [InlineData("teacher_last")]
    [InlineData("teacher_soft-attention")]
    public void Scores_of_a_dense_model_are_the_reference_s(string name)
    {
        Golden golden = Golden.Load(name);
        AssertScores(GoldenModel.Of(golden, string.Empty), golden["seq"], golden["logits"].Data);
    }

    [Theory]
    [InlineData("distill_one_head")]
    [InlineData("distill_two_heads")]
    public void Scores_of_a_semi_tensor_student_are_the_reference_s(string name)
    {
        Golden golden = Golden.Load(name);
        TestModel model = GoldenModel.Of(golden, "student.", GoldenModel.Shape(golden.Config));
        double[][] table = SemiTensorTable(golden, model.Configuration);
        double[] h = golden["h"].Data;
        double[] logits =
            [.. Enumerable.Range(0, golden["h"].Shape[0]).SelectMany(b => NaiveModel.Scores(table, h[(b * 8)..((b + 1) * 8)]))];
        AssertScores(model, golden["seq"], logits);
    }

    [Theory]
    [InlineData("sttd_two_cores")]
    [InlineData("sttd_block_one")]
    [InlineData("sttd_block_four")]
    public void Rows_of_a_semi_tensor_train_are_the_reference_s(string name)
    {
        Golden golden = Golden.Load(name);
        TestModel model = TestModel.Random(Around(golden, GoldenModel.Shape(golden.Config)), 1);
        GoldenModel.SetCores(model, golden["core0"].ToSingle(), golden["core1"].ToSingle());
        AssertRows(model, golden["table"]);
    }

    [Theory]
    [InlineData("train_two")]
    [InlineData("train_three")]
    public void Rows_of_a_plain_train_are_the_reference_s(string name)
    {
        Golden golden = Golden.Load(name);
        int[] ranks = GoldenModel.Numbers(golden.Config, "ranks");
        var shape = new PlainTrainShape(
            GoldenModel.Numbers(golden.Config, "rows"), GoldenModel.Numbers(golden.Config, "cols"), ranks.AsSpan(1, ranks.Length - 2));
        TestModel model = TestModel.Random(Around(golden, shape), 1);
        for (int k = 0; k < shape.Cores; k++) model[TensorRole.Core, k] = golden[$"core{k}"].ToSingle();
        AssertRows(model, golden["table"]);
    }

    private static ModelConfiguration Around(Golden golden, PlainTrainShape shape) =>
        Configurations.Tiny(golden.Config.GetProperty("items").GetInt32(), 8, 4, 3, shape);

    private static void AssertRows(TestModel model, GoldenTensor table)
    {
        ItemTable rows = model.Load().Table;
        int d = model.Configuration.Encoder.Width;
        float[] actual = new float[table.Data.Length], scratch = new float[rows.ScratchLength];
        for (int v = 0; v < model.Configuration.Items; v++) rows.ReadRow(v, actual.AsSpan(v * d, d), scratch);
        table.AssertClose(actual, 1e-5);
        Close.Assert([.. NaiveModel.Table(model).SelectMany(row => row)], actual, 1e-5);
    }

    private static void AssertScores(TestModel test, GoldenTensor sequences, double[] logits)
    {
        DeviceModel model = test.Load();
        int items = model.Configuration.Items, length = sequences.Shape[1];
        float[] actual = new float[logits.Length];
        for (int b = 0; b < sequences.Shape[0]; b++)
        {
            var history = new History(model);
            foreach (int item in sequences.ToInt32().AsSpan(b * length, length))
            {
                if (item > 0) history.Append(item);
            }

            model.Score(history, actual.AsSpan(b * items, items));
        }

        Close.Assert(logits, actual);
    }

    // E[(i_1, i_2), (j_1, j_2)] of G_1 ⋉ G_2, from its definition.
    private static double[][] SemiTensorTable(Golden golden, ModelConfiguration c)
    {
        int[] rows = GoldenModel.Numbers(golden.Config, "rows"), columns = GoldenModel.Numbers(golden.Config, "cols");
        int rank = golden.Config.GetProperty("rank").GetInt32(), t = golden.Config.GetProperty("t").GetInt32();
        double[] a = golden["student.cores.0"].Data, b = golden["student.cores.1"].Data;
        double[][] table = new double[c.Items][];
        for (int v = 0; v < c.Items; v++)
        {
            table[v] = new double[c.Encoder.Width];
            for (int j = 0; j < c.Encoder.Width; j++)
            {
                int i1 = v / rows[1], i2 = v % rows[1], j1 = j / columns[1], j2 = j % columns[1];
                for (int k = 0; k < rank / t; k++)
                {
                    table[v][j] += a[(((i1 * columns[0]) + j1) * rank) + (k * t) + (j2 % t)]
                        * b[(((k * rows[1]) + i2) * (columns[1] / t)) + (j2 / t)];
                }
            }
        }

        return table;
    }
}
