using System.Numerics.Tensors;
using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Evaluation.Reference;

/// <summary>The soft-attention readout: h = Σ_l a_l x_l, a_l = vᵀ σ(W₁ tanh(x_l) + b₁ + W₂ m), m = mean_l x_l.</summary>
internal sealed class ReferenceReadout(ReferenceWeights weights)
{
    private readonly ReferenceLinear local = weights.Linear(TensorRole.ReadoutLocalWeight, TensorRole.ReadoutLocalBias);
    private readonly ReferenceLinear mean = new(
        weights.Read(TensorRole.ReadoutMeanWeight), new double[weights.Configuration.Encoder.Width]);
    private readonly double[] vector = weights.Read(TensorRole.ReadoutVector);

    /// <summary>x <c>[T][d]</c> to h <c>[d]</c>.</summary>
    public double[] Run(double[][] x)
    {
        double[] m = new double[vector.Length], h = new double[vector.Length];
        foreach (double[] row in x) TensorPrimitives.MultiplyAdd(row, 1.0 / x.Length, m, m);
        double[] shift = mean.Run(m);
        foreach (double[] row in x)
        {
            double[] term = local.Run(Array.ConvertAll(row, Math.Tanh));
            double a = 0;
            for (int i = 0; i < term.Length; i++) a += vector[i] / (1 + Math.Exp(-(term[i] + shift[i])));
            TensorPrimitives.MultiplyAdd(row, a, h, h);
        }

        return h;
    }
}
