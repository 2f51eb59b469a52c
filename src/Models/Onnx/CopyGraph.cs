using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Models.Onnx;

/// <summary>ln P of the mixture of copying and a softmax over the catalog, in a graph (docs/method.md §6).</summary>
internal sealed class CopyGraph(OnnxGraph graph, GraphWeights weights)
{
    /// <summary>ln P(v) [V].</summary>
    /// <param name="scores">z [V].</param>
    /// <param name="window">The items of the history that count.</param>
    public string Build(string scores, WindowGraph window)
    {
        // Every row of the history once.
        string rows = graph.Apply("Unique", [window.Rows], OnnxAttribute.Of("sorted", 1));
        string gate = Gate(rows, window);
        string shift = graph.Apply("Add", Softplus(gate), LogSum(scores, axis: 0, keep: 1));
        string catalog = graph.Apply("Sub", scores, shift);
        string copied = graph.Apply("Sub", LogShares(rows, window), Softplus(graph.Apply("Neg", gate)));
        string both = graph.Apply("Concat", [Row(graph.Apply("Gather", catalog, rows)), Row(copied)], OnnxAttribute.Of("axis", 0));
        return graph.Apply("ScatterElements", catalog, rows, LogSum(both, axis: 0));
    }

    // γ = b[T − 1] + w·(1 − D/T).
    private string Gate(string rows, WindowGraph window)
    {
        string length = graph.Real(window.Length);
        string repeats = graph.Apply("Div", graph.Apply("Sub", length, graph.Real(graph.Apply("Shape", rows))), length);
        string bias = graph.Apply("Gather", weights.Vector(TensorRole.CopyLengthBias), Last(window));
        return graph.Apply("Add", bias, graph.Apply("Mul", weights.Vector(TensorRole.CopyRepeatWeight), repeats));
    }

    // ln p_copy of the rows: of c_l = a[T − 1 − l] the softmax, summed over the positions that have the row.
    private string LogShares(string rows, WindowGraph window)
    {
        string ages = graph.Apply("Sub", Last(window), window.Positions);
        string recency = graph.Apply("Gather", weights.Vector(TensorRole.CopyRecencyBias), ages);
        string shares = graph.Apply("LogSoftmax", [recency], OnnxAttribute.Of("axis", 0));
        string there = graph.Apply("Equal", graph.Apply("Unsqueeze", rows, graph.List(1)), Row(window.Rows));
        return LogSum(graph.Apply("Where", there, shares, graph.Float(float.NegativeInfinity)), axis: 1);
    }

    private string Last(WindowGraph window) => graph.Apply("Sub", window.Length, graph.Number(1));

    private string Softplus(string x) => graph.Apply("Softplus", x);

    private string LogSum(string x, int axis, int keep = 0) =>
        graph.Apply("ReduceLogSumExp", [x], OnnxAttribute.Of("axes", [axis]), OnnxAttribute.Of("keepdims", keep));

    private string Row(string x) => graph.Apply("Unsqueeze", x, graph.List(0));
}
