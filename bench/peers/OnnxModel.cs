using Microsoft.ML.OnnxRuntime;
using OnDeviceRec.Autograd;
using OnDeviceRec.Bench.Steps;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Peers;

/// <summary>
/// A recommendation by the paper's model in ONNX Runtime, with the weights of one of ours: rows in, the best items' rows out.
/// </summary>
/// <remarks>
/// The cores of a compressed table are given with every call: of constants the runtime would build the table once, for good.
/// </remarks>
internal sealed class OnnxModel : IDisposable
{
    private const string Layer = "trm_encoder.layer.0.", Attention = Layer + "multi_head_attention.",
        FeedForward = Layer + "feed_forward.", Rows = "rows";

    // (i_1, j_1, c, i_2, j_2) to (i_1, i_2, j_1, j_2, c).
    private static readonly int[] RowsFirst = [0, 3, 1, 4, 2];

    private readonly OnnxGraph graph = new();
    private readonly Dictionary<string, string> weights = [];
    private readonly Dictionary<string, OrtValue> inputs = [];
    private readonly InferenceSession session;
    private readonly int width;

    /// <summary>Makes the graph and the session.</summary>
    /// <param name="source">The weights.</param>
    /// <param name="threads">The threads of an operation.</param>
    public OnnxModel(SequenceModel source, int threads)
    {
        width = source.Table.Width;
        TensorTrainShape? train = (source.Table as TensorTrainItemTable)?.Shape;
        foreach (Parameter one in source.Parameters)
            weights[one.Name] = one.Name.Contains("core", StringComparison.Ordinal) ? Given(one) : Constant(one);
        long[] given = Array.ConvertAll(Recommendation.Given(source.Table.Items), id => (long)id - 1);
        inputs[graph.Rows(Rows, given.Length)] = OrtValue.CreateTensorValueFromMemory(given, [given.Length]);

        string table = train is null ? weights["item_embedding.weight"] : Rebuild(train), h = Encode(table, given.Length);
        string scores = graph.Apply("Gemm", [h, table], [("transB", 1)]);
        graph.Output(graph.Apply("TopK", [scores, graph.Constant(Recommendation.Top)], outputs: 2), Recommendation.Top);
        session = new InferenceSession(graph.Model(), new SessionOptions { IntraOpNumThreads = threads });
    }

    /// <summary>The ids that are listed.</summary>
    public int[] Recommend()
    {
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, inputs, session.OutputNames);
        return Array.ConvertAll(results[0].GetTensorDataAsSpan<long>().ToArray(), row => (int)row + 1);
    }

    public void Dispose()
    {
        session.Dispose();
        foreach (OrtValue value in inputs.Values) value.Dispose();
    }

    private string Constant(Parameter one) =>
        graph.Constant(one.Value.Span.ToArray(), one.Shape.Rank == 1 ? [one.Value.Length] : [one.Rows, one.Columns]);

    private string Given(Parameter one)
    {
        inputs[one.Name] = OrtValue.CreateTensorValueFromMemory(one.Value.Span.ToArray(), [one.Value.Length]);
        return graph.Values(one.Name, one.Value.Length);
    }

    /// <summary>E [V, d] out of two cores.</summary>
    private string Rebuild(TensorTrainShape train)
    {
        (int i1, int i2, int j1, int j2, int t, int r) =
            (train.Rows[0], train.Rows[1], train.Columns[0], train.Columns[1], train.Block, train.PlainRanks[1]);
        string left = Reshape(weights["item_embedding.core0"], i1 * j1 * t, r),
            right = Reshape(weights["item_embedding.core1"], r, i2 * j2 / t);
        string cells = Reshape(graph.Apply("MatMul", [left, right]), i1, j1, t, i2, j2 / t);
        return First(train.Items, Reshape(graph.Apply("Transpose", [cells], [("perm", RowsFirst)]), i1 * i2, width));
    }

    /// <summary>h [1, d] of one sequence of T rows.</summary>
    private string Encode(string table, int length)
    {
        string x = Norm(Add(graph.Apply("Gather", [table, Rows]), First(length, weights["position_embedding.weight"])), "LayerNorm");
        string query = graph.Apply("Mul", [Linear(x, Attention + "query"), graph.Constant([1 / MathF.Sqrt(width)])]);
        string scores = graph.Apply("Gemm", [query, Linear(x, Attention + "key")], [("transB", 1)]);
        string future = graph.Constant(
            [.. Enumerable.Range(0, length * length).Select(at => at % length > at / length ? -1e9f : 0)], length, length);
        string mixed = graph.Apply(
            "MatMul", [graph.Apply("Softmax", [Add(scores, future)], [("axis", -1)]), Linear(x, Attention + "value")]);
        x = Norm(Add(Linear(mixed, Attention + "dense"), x), Attention + "LayerNorm");
        string expanded = graph.Apply("Gelu", [Linear(x, FeedForward + "dense_1")]);
        x = Norm(Add(Linear(expanded, FeedForward + "dense_2"), x), FeedForward + "LayerNorm");

        string overItems = graph.Constant(0L), mean = graph.Apply("ReduceMean", [x, overItems]);
        string gate = graph.Apply("Sigmoid", [Add(Linear(graph.Apply("Tanh", [x]), "readout.w1"), Linear(mean, "readout.w2"))]);
        string weight = graph.Apply("MatMul", [gate, Reshape(weights["readout.v"], width, 1)]);
        return graph.Apply("ReduceSum", [graph.Apply("Mul", [weight, x]), overItems]);
    }

    private string Linear(string x, string name) =>
        graph.Apply(
            "Gemm",
            weights.TryGetValue(name + ".bias", out string? bias) ? [x, weights[name + ".weight"], bias] : [x, weights[name + ".weight"]],
            [("transB", 1)]);

    private string Norm(string x, string name) =>
        graph.Apply("LayerNormalization", [x, weights[name + ".weight"], weights[name + ".bias"]], [("axis", -1), ("epsilon", 1e-12f)]);

    private string First(int rows, string x) => graph.Apply("Slice", [x, graph.Constant(0L), graph.Constant(rows), graph.Constant(0L)]);

    private string Add(string a, string b) => graph.Apply("Add", [a, b]);

    private string Reshape(string x, params long[] sizes) => graph.Apply("Reshape", [x, graph.Constant(sizes)]);
}
