namespace OnDeviceRec.Tensors.Tests;

/// <summary>Tables and gradients of the float64 reference; the loss is Σ table∘weight.</summary>
public sealed class TensorTrainGoldenTests : IDisposable
{
    private readonly Arena arena = new();

    public void Dispose() => arena.Dispose();

    [Theory]
    [InlineData("sttd_two_cores")]
    [InlineData("sttd_block_four")]
    [InlineData("sttd_block_one")]
    public void A_semi_tensor_train_and_its_gradients_are_the_references(string name)
    {
        Golden golden = Golden.Load(name);
        var shape = new TensorTrainShape(Int("items"), List("rows"), List("cols"), [Int("rank")], Int("t"));
        Tensor[] semi =
            [.. Enumerable.Range(0, 2).Select(k => new Tensor(SemiTensorView.CoreShape(shape, k), golden[$"core{k}"].ToSingle()))];
        Tensor[] plain = Cores(shape), gradients = Cores(shape);
        SemiTensorView.ToPlain(shape, semi, plain);
        Check(golden, shape, plain, gradients);
        SemiTensorView.FromPlain(shape, gradients, semi);
        for (int k = 0; k < 2; k++) golden[$"d:core{k}"].AssertClose(semi[k].Span);

        int Int(string key) => golden.Config.GetProperty(key).GetInt32();

        int[] List(string key) => [.. golden.Config.GetProperty(key).EnumerateArray().Select(x => x.GetInt32())];
    }

    [Theory]
    [InlineData("train_two")]
    [InlineData("train_three")]
    public void A_plain_train_and_its_gradients_are_the_references(string name)
    {
        Golden golden = Golden.Load(name);
        int[] ranks = List("ranks");
        var shape = new TensorTrainShape(golden.Config.GetProperty("items").GetInt32(), List("rows"), List("cols"), ranks.AsSpan(1..^1));
        Tensor[] cores = Cores(shape), gradients = Cores(shape);
        for (int k = 0; k < cores.Length; k++) golden[$"core{k}"].ToSingle().CopyTo(cores[k].Span);
        Check(golden, shape, cores, gradients);
        for (int k = 0; k < cores.Length; k++) golden[$"d:core{k}"].AssertClose(gradients[k].Span);

        int[] List(string key) => [.. golden.Config.GetProperty(key).EnumerateArray().Select(x => x.GetInt32())];
    }

    private static Tensor[] Cores(TensorTrainShape shape) =>
        [.. Enumerable.Range(0, shape.Cores).Select(k => new Tensor(shape.CoreShape(k)))];

    private void Check(Golden golden, TensorTrainShape shape, Tensor[] cores, Tensor[] gradients)
    {
        using Tensor table = new(new Shape(shape.Items, shape.Width)), weight = new(table.Shape, golden["weight"].ToSingle());
        TensorTrain.Materialize(shape, cores, table, arena);
        golden["table"].AssertClose(table.Span);
        double loss = 0;
        for (int i = 0; i < table.Length; i++) loss += (double)table.Span[i] * weight.Span[i];
        golden["loss"].AssertClose([(float)loss]);
        TensorTrain.MaterializeBackward(shape, cores, weight, gradients, arena);
    }
}
