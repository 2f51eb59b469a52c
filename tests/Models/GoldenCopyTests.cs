using System.Text.Json;
using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tests;

/// <summary>The copy head and its losses against tests/fixtures/copy_head.json, made in double by the script beside it.</summary>
public sealed class GoldenCopyTests
{
    private readonly Golden golden = Golden.Load("copy_head");

    [Fact]
    public void Probabilities_both_losses_and_every_gradient_are_the_reference_s()
    {
        RaggedBatch batch = Batch();
        using var tape = new Tape();
        using Parameter h = Make("student.h");
        using Parameter table = Make("student.table");
        using Parameter teacherH = Make("teacher.h");
        using Parameter teacherTable = Make("teacher.table");
        CopyHead head = MakeHead();
        tape.BeginTraining(0);
        CopyScores copying = head.Forward(tape, batch);
        Tensor scores = tape.Arena.Rent(new Shape(batch.Count, table.Rows));
        MatrixProduct.Multiply(h.Value, table.Value, scores, transposeB: true);
        MixtureScores.Apply(scores, copying, tape.Arena);
        golden["ln_p"].AssertClose(scores.Span);

        var soft = new SoftTargets(teacherH.Value, teacherTable.Value, Setting("theta"), Setting("soft"));
        FullSoftmaxLosses losses = FullSoftmaxCrossEntropy.Apply(
            tape, CatalogScores.OfTable(h, table), batch.Targets.Span, Setting("hard"), soft, copying);
        golden["ce"].AssertClose([(float)losses.CrossEntropy]);
        golden["kl"].AssertClose([(float)losses.Divergence]);
        tape.Backward();
        foreach ((string name, Parameter parameter) in (ReadOnlySpan<(string, Parameter)>)
            [("h", h), ("table", table), ("ages", head.RecencyBias), ("lengths", head.LengthBias), ("repetition", head.RepeatWeight)])
        {
            golden[$"d:{name}"].AssertClose(parameter.Gradient!.Span);
        }
    }

    private float Setting(string name) => golden.Config.GetProperty(name).GetSingle();

    private Parameter Make(string name)
    {
        var parameter = new Parameter(name, new Shape(golden[name].Shape));
        Set(parameter, name);
        return parameter;
    }

    private CopyHead MakeHead()
    {
        var head = new CopyHead(new ParameterFactory(seed: 1), "copy", golden["student.ages"].Data.Length);
        Set(head.RecencyBias, "student.ages");
        Set(head.LengthBias, "student.lengths");
        Set(head.RepeatWeight, "student.repetition");
        return head;
    }

    private void Set(Parameter parameter, string name) => golden[name].ToSingle().CopyTo(parameter.Value.Span);

    private RaggedBatch Batch()
    {
        int[][] histories = [.. golden.Config.GetProperty("histories").EnumerateArray().Select(Numbers)];
        int[] targets = Numbers(golden.Config.GetProperty("targets"));
        var batch = new RaggedBatch(targets.Length, histories.Sum(history => history.Length));
        for (int b = 0; b < targets.Length; b++) batch.Add(histories[b], targets[b]);
        return batch;

        static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];
    }
}
