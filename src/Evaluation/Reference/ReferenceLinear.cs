using System.Numerics.Tensors;

namespace OnDeviceRec.Evaluation.Reference;

/// <summary>y = W x + b.</summary>
/// <param name="weight">W: <c>[out, in]</c>, row-major.</param>
/// <param name="bias">b: <c>[out]</c>.</param>
internal sealed class ReferenceLinear(double[] weight, double[] bias)
{
    public double[] Run(ReadOnlySpan<double> x)
    {
        double[] y = new double[bias.Length];
        for (int o = 0; o < y.Length; o++) y[o] = bias[o] + TensorPrimitives.Dot(weight.AsSpan(o * x.Length, x.Length), x);
        return y;
    }
}
