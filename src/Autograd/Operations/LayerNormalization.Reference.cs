using System.Numerics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin: the kernel's, row by row.</summary>
public sealed partial class LayerNormalization
{
    /// <summary>x [n, d], gain and bias [d]; gives [n, d].</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> gain, ReadOnlySpan<T> bias, T epsilon)
        where T : IFloatingPointIeee754<T>
    {
        int d = gain.Length;
        var y = new T[x.Length];
        for (int at = 0; at < x.Length; at += d) LayerNorm.Reference(x.Slice(at, d), gain, bias, epsilon, y.AsSpan(at, d), out _, out _);
        return y;
    }
}
