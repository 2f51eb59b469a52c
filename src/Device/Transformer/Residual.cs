using OnDeviceRec.Device.Format;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Transformer;

/// <summary>x ← LayerNorm(x + branch), row by row.</summary>
internal static class Residual
{
    /// <summary>x [rows, d] in place.</summary>
    public static void Run(ModelFile file, ReadOnlySpan<float> branch, Span<float> x, TensorRole gain, TensorRole bias, int layer = 0)
    {
        ReadOnlySpan<float> g = file.Vector(gain, layer), b = file.Vector(bias, layer);
        Add.Run(branch[..x.Length], x);
        for (; !x.IsEmpty; x = x[g.Length..])
        {
            Span<float> y = x[..g.Length];
            LayerNorm.Run(y, g, b, file.Configuration.Encoder.LayerNormEpsilon, y, out _, out _);
        }
    }
}
