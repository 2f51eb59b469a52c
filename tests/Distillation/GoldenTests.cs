using System.Text.Json;
using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Data;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Models.Tests;
using OnDeviceRec.Training;

namespace OnDeviceRec.Distillation.Tests;

public sealed class GoldenTests
{
    [Theory]
    [InlineData("distill_one_head")]
    [InlineData("distill_two_heads")]
    [InlineData("distill_binary_codes")]
    public void The_four_losses_and_every_gradient_are_the_reference_s(string name)
    {
        Golden golden = Golden.Load(name);
        DistillationObjective objective = Objective(golden);
        RaggedBatch batch = GoldenModel.Batch(golden["seq"], golden["target"]);
        using var tape = new Tape();
        tape.BeginInference();
        golden["h"].AssertClose(objective.Model.Encode(tape, objective.Model.Table.Matrix(tape), batch).H.Value.Span);

        tape.BeginTraining(0);
        LossTerms losses = objective.AddLosses(tape, batch);
        tape.Backward();
        golden["ce"].AssertClose([(float)losses.CrossEntropy]);
        golden["kl"].AssertClose([(float)losses.SoftTargets]);
        golden["con"].AssertClose([(float)losses.Contrastive]);
        golden["pre"].AssertClose([(float)losses.Predictive]);
        golden["loss"].AssertClose([(float)tape.TotalLoss]);
        GoldenModel.AssertGradients(objective.Parameters, golden, "student.");
        if (objective.Model.Table is BinaryCodesItemTable codes)
            GoldenModel.AssertBinaryCodeGradients(codes, golden, "student.", "d:student.");
        else
            GoldenModel.AssertCoreGradients((TensorTrainItemTable)objective.Model.Table, golden, "d:student.cores.");
    }

    [Theory]
    [InlineData("distill_one_head")]
    [InlineData("distill_two_heads")]
    public void Ten_steps_of_Adam_have_the_reference_s_losses(string name)
    {
        Golden trace = Golden.Load($"{name}_trace");
        DistillationObjective objective = Objective(Golden.Load(name));
        using var adam = new Adam(objective.Parameters, new AdamOptions { LearningRate = trace.Config.GetProperty("lr").GetSingle() });
        using var tape = new Tape();
        for (int step = 0; step < 10; step++)
        {
            tape.BeginTraining((uint)step);
            objective.AddLosses(tape, GoldenModel.Batch(trace[$"seq{step}"], trace[$"target{step}"]));
            double expected = trace["losses"].Data[step];
            Assert.Equal(expected, tape.TotalLoss, 1e-4 * expected);
            tape.Backward();
            adam.Step();
        }
    }

    private static bool HasBinaryCodes(Golden golden) => golden.Config.TryGetProperty("bits", out _);

    private static DistillationObjective Objective(Golden golden)
    {
        SequenceModel student = HasBinaryCodes(golden)
            ? GoldenModel.BinaryCodes(golden, "student.")
            : GoldenModel.Compressed(golden, "student.");
        SequenceModel teacher = GoldenModel.Dense(golden, "teacher.");
        bool[] isHead = new bool[GoldenModel.Size(golden, "items")];
        foreach (int id in golden["hot_items"].ToInt32()) isHead[id - 1] = true;
        JsonElement weights = golden.Config.GetProperty("weights");
        var losses = new LossWeights
        {
            CrossEntropy = weights.GetProperty("ce").GetSingle(),
            SoftTargets = weights.GetProperty("kl").GetSingle(),
            Contrastive = weights.GetProperty("con").GetSingle(),
            Predictive = weights.GetProperty("pre").GetSingle(),
            Temperature = golden.Config.GetProperty("temperature").GetSingle(),
            ContrastiveTemperature = golden.Config.GetProperty("tau").GetSingle(),
        };
        var objective = new DistillationObjective(student, new TeacherEnsemble([teacher]), isHead, losses, dropout: 0, seed: 1);
        GoldenModel.Load(objective.Parameters, golden, "student.");
        return objective;
    }
}
