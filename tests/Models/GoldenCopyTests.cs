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
        (Variable h, Variable table, CopyHead head) = Make("student");
        (Variable teacherH, Variable teacherTable, CopyHead teacherHead) = Make("teacher");
        tape.BeginTraining(0);
        CopyScores copying = head.Forward(tape, batch), teachers = teacherHead.Forward(tape, batch);
        Tensor scores = tape.Arena.Rent(new Shape(batch.Count, table.Rows));
        MatrixProduct.Multiply(h.Value, table.Value, scores, transposeB: true);
        MixtureScores.Apply(scores, copying, tape.Arena);
        golden["ln_p"].AssertClose(scores.Span);

        var soft = new SoftTargets(
            teacherH.Value, teacherTable.Value, Setting("theta"), Setting("soft"), teachers.Positions.Value, teachers.Gates.Value);
        CatalogueLosses losses = CatalogueCrossEntropy.Apply(
            tape, CatalogueScores.OfTable(h, table), batch.Targets.Span, Setting("hard"), soft, copying);
        golden["ce"].AssertClose([(float)losses.CrossEntropy]);
        golden["kl"].AssertClose([(float)losses.Divergence]);
        tape.Backward();
        foreach ((string name, Variable variable) in (ReadOnlySpan<(string, Variable)>)
            [("h", h), ("table", table), ("ages", head.Ages), ("lengths", head.Lengths), ("repetition", head.Repetition)])
        {
            golden[$"d:{name}"].AssertClose(((Parameter)variable).Gradient!.Span);
        }
    }

    private float Setting(string name) => golden.Config.GetProperty(name).GetSingle();

    private (Parameter H, Parameter Table, CopyHead Head) Make(string prefix)
    {
        var head = new CopyHead(new ParameterFactory(seed: 1), "copy", golden[$"{prefix}.ages"].Data.Length);
        Set(head.Ages, "ages");
        Set(head.Lengths, "lengths");
        Set(head.Repetition, "repetition");
        return (New("h"), New("table"), head);

        void Set(Parameter parameter, string name) => golden[$"{prefix}.{name}"].ToSingle().CopyTo(parameter.Value.Span);

        Parameter New(string name)
        {
            GoldenTensor values = golden[$"{prefix}.{name}"];
            var parameter = new Parameter(name, new Shape(values.Shape));
            Set(parameter, name);
            return parameter;
        }
    }

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
