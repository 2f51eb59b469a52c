using System.Numerics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public sealed partial class BinaryStraightThrough
{
    /// <summary>Rows of so many numbers, each rounded to its mean magnitude, times signs.</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> x, int columns)
        where T : IFloatingPointIeee754<T>
    {
        List<T> y = [];
        for (int at = 0; at < x.Length; at += columns) y.AddRange(Binarization.Reference(x.Slice(at, columns)));
        return [.. y];
    }
}
