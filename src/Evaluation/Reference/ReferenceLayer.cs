using System.Numerics.Tensors;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Evaluation.Reference;

/// <summary>A post-norm transformer layer with causal attention.</summary>
internal sealed class ReferenceLayer(ReferenceWeights weights, int layer)
{
    private readonly int heads = weights.Configuration.Encoder.Heads;
    private readonly ReferenceLinear query = weights.Linear(TensorRole.QueryWeight, TensorRole.QueryBias, layer);
    private readonly ReferenceLinear key = weights.Linear(TensorRole.KeyWeight, TensorRole.KeyBias, layer);
    private readonly ReferenceLinear value = weights.Linear(TensorRole.ValueWeight, TensorRole.ValueBias, layer);
    private readonly ReferenceLinear output = weights.Linear(TensorRole.OutputWeight, TensorRole.OutputBias, layer);
    private readonly ReferenceNorm attentionNorm = weights.Norm(TensorRole.AttentionGain, TensorRole.AttentionBias, layer);
    private readonly ReferenceLinear expand = weights.Linear(TensorRole.ExpandWeight, TensorRole.ExpandBias, layer);
    private readonly ReferenceLinear contract = weights.Linear(TensorRole.ContractWeight, TensorRole.ContractBias, layer);
    private readonly ReferenceNorm feedForwardNorm = weights.Norm(TensorRole.FeedForwardGain, TensorRole.FeedForwardBias, layer);

    /// <summary>x <c>[T][d]</c> to the layer's output of the same shape.</summary>
    public double[][] Run(double[][] x)
    {
        double[][] keys = Array.ConvertAll(x, row => key.Run(row)), values = Array.ConvertAll(x, row => value.Run(row));
        double[][] y = new double[x.Length][];
        for (int l = 0; l < x.Length; l++)
        {
            y[l] = output.Run(Attend(query.Run(x[l]), keys.AsSpan(0, l + 1), values));
            TensorPrimitives.Add(y[l], x[l], y[l]);
            attentionNorm.Run(y[l]);
            double[] hidden = expand.Run(y[l]);
            Gelu.Reference<double>(hidden, hidden);
            TensorPrimitives.Add(y[l], contract.Run(hidden), y[l]);
            feedForwardNorm.Run(y[l]);
        }

        return y;
    }

    // For each head: Σ_l softmax_l(q·k_l / √(d/H)) v_l over the keys given.
    private double[] Attend(ReadOnlySpan<double> q, ReadOnlySpan<double[]> keys, double[][] values)
    {
        int size = q.Length / heads;
        double[] context = new double[q.Length], weights = new double[keys.Length];
        for (int from = 0; from < q.Length; from += size)
        {
            for (int l = 0; l < weights.Length; l++)
                weights[l] = TensorPrimitives.Dot(q.Slice(from, size), keys[l].AsSpan(from, size)) / Math.Sqrt(size);
            double largest = weights.Max();
            for (int l = 0; l < weights.Length; l++) weights[l] = Math.Exp(weights[l] - largest);
            double sum = weights.Sum();
            Span<double> head = context.AsSpan(from, size);
            for (int l = 0; l < weights.Length; l++)
                TensorPrimitives.MultiplyAdd(values[l].AsSpan(from, size), weights[l] / sum, head, head);
        }

        return context;
    }
}
