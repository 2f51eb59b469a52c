using OnDeviceRec.Autograd;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Tensor = TorchSharp.torch.Tensor;

namespace OnDeviceRec.Bench.Peers;

/// <summary>The paper's model (one layer, one head, soft attention) in TorchSharp, with the weights of one of ours.</summary>
internal sealed class TorchModel
{
    private const string Layer = "trm_encoder.layer.0.", Attention = Layer + "multi_head_attention.", FeedForward = Layer + "feed_forward.";

    private readonly Dictionary<string, TorchSharp.Modules.Parameter> weights;
    private readonly TensorTrainShape? train;
    private readonly int width;

    public TorchModel(SequenceModel model)
    {
        weights = model.Parameters.ToDictionary(one => one.Name, Copy);
        train = (model.Table as TensorTrainItemTable)?.Shape;
        width = model.Table.Width;
    }

    public IEnumerable<TorchSharp.Modules.Parameter> Parameters => weights.Values;

    /// <summary>E [V, d]: the parameter, or rebuilt from the two cores.</summary>
    public Tensor Table()
    {
        if (train is null) return weights["item_embedding.weight"];
        (int i1, int i2, int j1, int j2, int t, int r) =
            (train.Rows[0], train.Rows[1], train.Columns[0], train.Columns[1], train.Block, train.PlainRanks[1]);
        Tensor left = weights["item_embedding.core0"].view(i1 * j1 * t, r), right = weights["item_embedding.core1"].view(r, i2 * j2 / t);
        return left.matmul(right).view(i1, j1, t, i2, j2 / t).permute(0, 3, 1, 4, 2).reshape(i1 * i2, width).narrow(0, 0, train.Items);
    }

    /// <summary>The encodings h [B, d].</summary>
    /// <param name="table">E, [V, d].</param>
    /// <param name="ids">[B, T], item ids; 0 after a sequence's end.</param>
    /// <param name="dropout">The rate; 0 in inference.</param>
    public Tensor Encode(Tensor table, Tensor ids, double dropout)
    {
        long batch = ids.shape[0], length = ids.shape[1];
        using Tensor real = ids.gt(0);
        Tensor x = table[(ids - 1).clamp_min(0)] + weights["position_embedding.weight"].narrow(0, 0, length);
        x = Drop(Norm(x, "LayerNorm"));
        Tensor allowed = real.view(batch, 1, length) & ones(length, length, ScalarType.Bool).tril();
        Tensor scores = Linear(x, Attention + "query").matmul(Linear(x, Attention + "key").transpose(1, 2)) / Math.Sqrt(width);
        Tensor mixed = Drop(scores.masked_fill(~allowed, -1e9).softmax(-1)).matmul(Linear(x, Attention + "value"));
        x = Norm(Drop(Linear(mixed, Attention + "dense")) + x, Attention + "LayerNorm");
        x = Norm(Drop(Linear(functional.gelu(Linear(x, FeedForward + "dense_1")), FeedForward + "dense_2")) + x, FeedForward + "LayerNorm");
        return Readout(x, real.to(ScalarType.Float32).unsqueeze(-1));

        Tensor Drop(Tensor y) => dropout == 0 ? y : functional.dropout(y, dropout, training: true);
    }

    private Tensor Readout(Tensor x, Tensor real)
    {
        Tensor mean = (x * real).sum(1) / real.sum(1);
        Tensor gate = (Linear(x.tanh(), "readout.w1") + Linear(mean, "readout.w2").unsqueeze(1)).sigmoid();
        return (gate.matmul(weights["readout.v"]).unsqueeze(-1) * real * x).sum(1);
    }

    private Tensor Linear(Tensor x, string name) =>
        functional.linear(x, weights[name + ".weight"], weights.GetValueOrDefault(name + ".bias"));

    private Tensor Norm(Tensor x, string name) =>
        functional.layer_norm(x, [width], weights[name + ".weight"], weights[name + ".bias"], 1e-12);

    private static TorchSharp.Modules.Parameter Copy(Parameter one)
    {
        long[] sizes = one.Shape.Rank == 1 ? [one.Value.Length] : [one.Rows, one.Columns];
        return new TorchSharp.Modules.Parameter(tensor(one.Value.Span.ToArray(), sizes));
    }
}
