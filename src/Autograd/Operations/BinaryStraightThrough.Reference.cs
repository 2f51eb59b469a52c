using System.Numerics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public static partial class BinaryStraightThrough
{
    /// <summary>Rows of as many numbers as there are scales.</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> scales)
        where T : IFloatingPointIeee754<T>
    {
        List<T> y = [];
        for (int at = 0; at < x.Length; at += scales.Length) y.AddRange(Binarization.Reference(scales, x.Slice(at, scales.Length)));
        return [.. y];
    }
}
