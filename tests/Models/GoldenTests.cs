using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tests;

public sealed class GoldenTests
{
    [Theory]
    [InlineData("teacher_last")]
    [InlineData("teacher_soft-attention")]
    public void Encodings_logits_loss_and_every_gradient_are_the_reference_s(string name)
    {
        Golden golden = Golden.Load(name);
        using SequenceModel model = GoldenModel.Dense(golden);
        RaggedBatch batch = GoldenModel.Batch(golden["seq"], golden["target"]);
        using var tape = new Tape();
        tape.BeginTraining(0);
        Variable table = model.Table.Matrix(tape), h = model.Encode(tape, table, batch).H;
        golden["h"].AssertClose(h.Value.Span);
        golden["logits"].AssertClose(MatrixMultiply.Apply(tape, h, table, transposeB: true).Value.Span);
        golden["loss"].AssertClose([(float)FullSoftmaxCrossEntropy.Apply(tape, h, table, batch.Targets.Span, weight: 1).CrossEntropy]);
        tape.Backward();
        GoldenModel.AssertGradients(model.Parameters, golden, string.Empty);
    }

    [Theory]
    [InlineData("sttd_two_cores")]
    [InlineData("sttd_block_one")]
    [InlineData("sttd_block_four")]
    public void A_semi_tensor_table_and_its_gradients_are_the_reference_s(string name)
    {
        Golden golden = Golden.Load(name);
        var table = new TensorTrainItemTable(new ParameterFactory(seed: 1), GoldenModel.Shape(golden));
        GoldenModel.LoadCores(table, golden, "core");
        Differentiate(table, golden);
        GoldenModel.AssertCoreGradients(table, golden, "d:core");
    }

    [Theory]
    [InlineData("train_two")]
    [InlineData("train_three")]
    public void A_plain_train_and_its_gradients_are_the_reference_s(string name)
    {
        Golden golden = Golden.Load(name);
        var shape = new TensorTrainShape(
            GoldenModel.Size(golden, "items"),
            GoldenModel.Numbers(golden, "rows"),
            GoldenModel.Numbers(golden, "cols"),
            GoldenModel.Numbers(golden, "ranks").AsSpan()[1..^1]);
        var table = new TensorTrainItemTable(new ParameterFactory(seed: 1), shape);
        for (int k = 0; k < shape.Cores; k++) golden[$"core{k}"].ToSingle().CopyTo(table.Cores[k].Value.Span);
        Differentiate(table, golden);
        for (int k = 0; k < shape.Cores; k++) golden[$"d:core{k}"].AssertClose(table.Cores[k].Gradient!.Span);
    }

    private static void Differentiate(TensorTrainItemTable table, Golden golden)
    {
        using var tape = new Tape();
        tape.BeginTraining(0);
        Variable matrix = table.Matrix(tape);
        golden["table"].AssertClose(matrix.Value.Span);
        WeightedSum.Apply(tape, matrix, golden["weight"].ToSingle());
        golden["loss"].AssertClose([(float)tape.TotalLoss]);
        tape.Backward();
    }
}
