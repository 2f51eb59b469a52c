using System.Numerics;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public sealed partial class Addition
{
    internal static T[] Reference<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : IFloatingPointIeee754<T>
    {
        var y = new T[a.Length];
        for (int i = 0; i < y.Length; i++) y[i] = a[i] + b[i];
        return y;
    }
}
