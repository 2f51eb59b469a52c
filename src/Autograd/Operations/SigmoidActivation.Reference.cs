using System.Numerics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin: the kernel's.</summary>
public sealed partial class SigmoidActivation
{
    internal static T[] Reference<T>(ReadOnlySpan<T> x)
        where T : IFloatingPointIeee754<T>
    {
        var y = new T[x.Length];
        Sigmoid.Reference(x, y);
        return y;
    }
}
