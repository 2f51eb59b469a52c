using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Models.Tests;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Distillation.Tests;

/// <summary>The mistakes of published code that the method lists, one test each: none of them is made here.</summary>
public sealed class PublishedMistakesTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void The_optimizer_sees_the_cores()
    {
        DistillationObjective objective = SmallRun.Distillation(dropout: 0.3f);
        var table = (TensorTrainItemTable)objective.Model.Table;
        float[][] before = [.. table.Cores.Select(core => core.Value.Span.ToArray())];
        using var adam = new Adam(objective.Parameters);
        using var tape = new Tape();
        tape.BeginTraining(0);
        objective.AddLosses(tape, Batch());
        tape.Backward();
        adam.Step();
        // Every item is scored, so every number of every core is moved; the padding cells of the grid are none here (6·10 = 60).
        for (int k = 0; k < before.Length; k++)
            Assert.All(before[k].Zip(table.Cores[k].Value.Span.ToArray()), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    // Row by row from the file's cores: ModelStoreTests.
    [Fact]
    public void The_table_in_training_is_the_table_the_device_indexes_item_by_item()
    {
        using SmallRun run = SmallRun.Distill();
        run.Train();
        DeviceModel device = Ship(run);
        float[] scores = new float[SmallRun.Items];
        for (int v = 0; v < SmallRun.Items; v++)
        {
            // Row v goes in and all rows come out.
            var history = new History(device);
            history.Append(v + 1);
            device.Score(history, scores);
            double[] expected = SmallModels.Scores(run.Objective.Model, v);
            double scale = expected.Max(Math.Abs);
            Assert.All(scores.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5 * scale));
        }
    }

    // For all kinds of models and batches: SequenceModelTests.
    [Fact]
    public void Means_do_not_count_padding()
    {
        using SequenceModel student = SmallRun.Student();
        int[] brief = [7, 3], lengthy = [1, 2, 3, 4, 5, 6, 7, 8];
        Assert.Equal(SmallModels.Encodings(student, brief)[0], SmallModels.Encodings(student, lengthy, brief)[1]);
    }

    [Fact]
    public void Dropout_is_on_again_after_a_validation()
    {
        DistillationObjective objective = SmallRun.Distillation(dropout: 0.5f), without = SmallRun.Distillation(dropout: 0);
        (_, Sequences valid) = SmallRun.Data.SplitValidation(0.2);
        var validation = new Validation(new Examples(valid, 1), SmallRun.Items, 8);
        using var tape = new Tape();
        double Loss(DistillationObjective which, uint step)
        {
            tape.BeginTraining(step);
            which.AddLosses(tape, Batch());
            return tape.TotalLoss;
        }

        double before = Loss(objective, 5);
        validation.Run(objective.Model);
        Assert.Equal(before, Loss(objective, 5));
        validation.Run(objective.Model);
        Assert.NotEqual(before, Loss(objective, 6));
        Assert.NotEqual(Loss(without, 5), before);
        Assert.Equal(Loss(without, 5), Loss(without, 6));
    }

    [Fact]
    public void No_test_data_take_part_in_choosing()
    {
        DatasetFolder.Write(SmallRun.Data, folder.Path);
        byte[] model = TrainFromFolder();
        folder.Write("test.sessions.txt", [.. Enumerable.Range(0, 5_000).Select(i => (byte)(i * 131 % 251))]);
        Assert.Equal(model, TrainFromFolder());
    }

    [Fact]
    public void Padding_is_never_ranked()
    {
        using SmallRun run = SmallRun.Distill();
        run.Train();
        Assert.Equal(Enumerable.Range(1, SmallRun.Items), Listed(Ship(run), 1, 60).Order());
        using var tape = new Tape();
        tape.BeginInference();
        Assert.Equal(SmallRun.Items, run.Objective.Model.Table.Matrix(tape).Rows);
    }

    // Against a naive twin: CausalAttentionTests.
    [Fact]
    public void The_attention_s_softmax_runs_over_the_past()
    {
        using var tape = new Tape();
        using Tensor random = new(new Shape(7, 4)), ones = new(new Shape(7, 4));
        new Philox(1).FillUniform(random.Span, -3, 3);
        ones.Span.Fill(1);
        tape.BeginInference();
        Variable x = tape.Constant(random), one = tape.Constant(ones);
        int[] offsets = [0, 3, 7];
        // Weights that sum to one over the past carry a constant value through, and the first item sees itself alone.
        Assert.All(CausalAttention.Apply(tape, x, x, one, offsets, heads: 2).Value.Span.ToArray(), y => Assert.Equal(1, y, 1e-6));
        Tensor attended = CausalAttention.Apply(tape, x, x, x, offsets, heads: 2).Value;
        Assert.Equal(random.Row(0).ToArray(), attended.Row(0).ToArray());
        Assert.Equal(random.Row(3).ToArray(), attended.Row(3).ToArray());
    }

    [Fact]
    public void The_student_is_evaluated_without_the_teacher_s_table()
    {
        SequenceModel student = SmallRun.Student(), teacher = SmallRun.Teacher();
        var objective = new DistillationObjective(
            student, SmallRun.Alone(teacher), SmallRun.Head(), SmallRun.Weights, dropout: 0.3f, seed: 2);
        (Sequences train, Sequences valid) = SmallRun.Data.SplitValidation(0.2);
        using var trainer = new Trainer(objective, SmallRun.Options, new Examples(train, 1), new Examples(valid, 1));
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        ModelStore.Save(student, folder["before"]);
        using var tape = new Tape();
        var validation = new Validation(new Examples(valid, 1), SmallRun.Items, 8);
        ValidationResult before = validation.Run(student);
        foreach (Parameter parameter in teacher.Parameters) parameter.Value.Span.Fill(17);
        ModelStore.Save(student, folder["after"]);
        Assert.Equal(before, validation.Run(student));
        Assert.Equal(File.ReadAllBytes(folder["before"]), File.ReadAllBytes(folder["after"]));
        // Cores and encoder, and room for headers: the teacher's table would not fit.
        ModelFile file = ModelFile.Read(folder["after"]);
        long numbers = student.Parameters.Sum(parameter => (long)parameter.Value.Length);
        Assert.IsType<PlainTrainShape>(file.Configuration.Table);
        Assert.InRange(file.Length - (numbers * sizeof(float)), 0, (SmallRun.Items * 16 * sizeof(float)) - 1);
    }

    [Fact]
    public void Scoring_the_full_catalog_is_part_of_what_the_device_does()
    {
        // More items than a block of scores, and a last block that is not full.
        const int Items = 5_003;
        var encoder = new EncoderSizes { Width = 8, Inner = 8, MaxLength = 4, Readout = ReadoutKind.Last };
        using var model = new SequenceModel(new ModelConfiguration { Items = Items, Encoder = encoder }, seed: 1);
        float[] h = SmallModels.Encodings(model, [0])[0];
        foreach (int best in (int[])[1, 2, 255, 256, 1_024, 2_500, Items - 2, Items - 1])
        {
            Span<float> row = model.Parameters[0].Value.Row(best);
            float[] kept = row.ToArray();
            for (int j = 0; j < row.Length; j++) row[j] = 10 * h[j];
            ModelStore.Save(model, folder["model"]);
            Assert.Equal(best + 1, Listed(DeviceModel.Load(folder["model"]), 1, 20)[0]);
            kept.CopyTo(row);
        }
    }

    public void Dispose() => folder.Dispose();

    private static RaggedBatch Batch() => new BatchSampler(new Examples(SmallRun.Data.Train, 1), 40, 8).Read(0);

    private static int[] Listed(DeviceModel device, int item, int count)
    {
        var history = new History(device);
        history.Append(item);
        int[] items = new int[count];
        Assert.Equal(count, device.Recommend(history, items, new float[count]));
        return items;
    }

    private DeviceModel Ship(SmallRun run)
    {
        ModelStore.Save(run.Objective.Model, folder["model"]);
        return DeviceModel.Load(folder["model"]);
    }

    private byte[] TrainFromFolder()
    {
        Dataset data = DatasetFolder.ReadTraining(folder.Path);
        Assert.Equal(0, data.Test.Count);
        (Sequences train, Sequences valid) = data.SplitValidation(0.1);
        using SequenceModel student = SmallRun.Student();
        bool[] isHead = new Popularity(data.Train, data.Items).HeadItems();
        var objective = new DistillationObjective(
            student, SmallRun.Alone(), isHead, SmallRun.Weights, SmallRun.Options.Dropout, seed: 2);
        using var trainer = new Trainer(
            objective, SmallRun.Options, new Examples(train, data.MinPrefix), new Examples(valid, data.MinPrefix));
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        ModelStore.Save(student, folder["trained"]);
        return File.ReadAllBytes(folder["trained"]);
    }
}
