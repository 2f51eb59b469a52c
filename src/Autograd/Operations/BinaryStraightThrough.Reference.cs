using System.Numerics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public static partial class BinaryStraightThrough
{
    internal static T[] Reference<T>(ReadOnlySpan<T> x, T scale)
        where T : IFloatingPointIeee754<T> => Binarization.Reference(scale, x);
}
