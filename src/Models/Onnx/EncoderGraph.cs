using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Models.Onnx;

/// <summary>Items to h [1, d] in a graph (docs/method.md §1).</summary>
internal sealed class EncoderGraph(ModelFile file, OnnxGraph graph, GraphWeights weights)
{
    private const float SmallestNorm = 1e-6f;

    private readonly EncoderSizes sizes = file.Configuration.Encoder;

    /// <summary>h of T items.</summary>
    /// <param name="table">E.</param>
    /// <param name="window">Their rows.</param>
    public string Build(string table, WindowGraph window)
    {
        string positions = graph.Apply(
            "Slice", weights.Matrix(TensorRole.Positions), graph.List(0), window.Length, graph.List(0));
        string x = weights.Normalize(
            Add(graph.Apply("Gather", table, window.Rows), positions), TensorRole.InputGain, TensorRole.InputBias);
        string causal = graph.Apply(
            "LessOrEqual",
            graph.Apply("Unsqueeze", window.Positions, graph.List(0)), graph.Apply("Unsqueeze", window.Positions, graph.List(1)));
        for (int layer = 0; layer < sizes.Layers; layer++) x = Layer(x, causal, layer);
        string h = sizes.Readout == ReadoutKind.SoftAttention ? SoftAttention(x) : LastOf(x);
        return file.Configuration.LogitScale is > 0 and float scale ? Scaled(h, scale) : h;
    }

    private string Layer(string x, string causal, int layer)
    {
        string attention = weights.Linear(Attend(x, causal, layer), TensorRole.OutputWeight, TensorRole.OutputBias, layer);
        x = weights.Normalize(Add(x, attention), TensorRole.AttentionGain, TensorRole.AttentionBias, layer);
        string hidden = Gelu(weights.Linear(x, TensorRole.ExpandWeight, TensorRole.ExpandBias, layer));
        string forward = weights.Linear(hidden, TensorRole.ContractWeight, TensorRole.ContractBias, layer);
        return weights.Normalize(Add(x, forward), TensorRole.FeedForwardGain, TensorRole.FeedForwardBias, layer);
    }

    // softmax over l′ ≤ l of q_l·k_l′/√(d/H), times v, for each head.
    private string Attend(string x, string causal, int layer)
    {
        int size = sizes.Width / sizes.Heads;
        string query = Heads(weights.Linear(x, TensorRole.QueryWeight, TensorRole.QueryBias, layer), 1, 0, 2);
        string key = Heads(weights.Linear(x, TensorRole.KeyWeight, TensorRole.KeyBias, layer), 1, 2, 0);
        string value = Heads(weights.Linear(x, TensorRole.ValueWeight, TensorRole.ValueBias, layer), 1, 0, 2);
        string scores = graph.Apply("Mul", graph.Apply("MatMul", query, key), graph.Float(1 / MathF.Sqrt(size)));
        string past = graph.Apply("Where", causal, scores, graph.Float(float.NegativeInfinity));
        string mixed = graph.Apply("MatMul", graph.Apply("Softmax", [past], OnnxAttribute.Of("axis", -1)), value);
        return graph.Reshape(graph.Transpose(mixed, 1, 0, 2), 0, sizes.Width);

        // [T, d] to [T, H, d/H] with the axes in an order; 0 stands for T.
        string Heads(string y, params ReadOnlySpan<int> order) => graph.Transpose(graph.Reshape(y, 0, sizes.Heads, size), order);
    }

    // x·Φ(x).
    private string Gelu(string x)
    {
        string erf = graph.Apply("Erf", graph.Apply("Div", x, graph.Float(MathF.Sqrt(2))));
        return graph.Apply("Mul", graph.Apply("Mul", x, Add(erf, graph.Float(1))), graph.Float(0.5f));
    }

    // Σ_l a_l x_l, a_l = u·σ(W₁ tanh(x_l) + b₁ + W₂ m), m the mean of the x_l.
    private string SoftAttention(string x)
    {
        string local = weights.Linear(
            graph.Apply("Tanh", x), TensorRole.ReadoutLocalWeight, TensorRole.ReadoutLocalBias);
        string mean = graph.Apply("ReduceMean", [x], OnnxAttribute.Of("axes", [0]));
        string gate = graph.Apply("Sigmoid", Add(local, weights.Linear(mean, TensorRole.ReadoutMeanWeight, null)));
        string u = weights.Tensor(TensorRole.ReadoutVector, 0, [1, sizes.Width]);
        return graph.Apply("MatMul", graph.Linear(u, gate), x);
    }

    private string LastOf(string x) => graph.Apply("Slice", x, graph.List(-1), graph.List(long.MaxValue), graph.List(0));

    // κ·h / max(‖h‖, 1e−6).
    private string Scaled(string h, float scale)
    {
        string norm = graph.Apply("Max", graph.Apply("ReduceL2", [h], OnnxAttribute.Of("axes", [1])), graph.Float(SmallestNorm));
        return graph.Apply("Mul", h, graph.Apply("Div", graph.Float(scale), norm));
    }

    private string Add(string a, string b) => graph.Apply("Add", a, b);
}
