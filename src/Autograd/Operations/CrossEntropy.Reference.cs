using System.Numerics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public static partial class CrossEntropy
{
    /// <summary>logits [n, c], targets [n].</summary>
    internal static T Reference<T>(ReadOnlySpan<T> logits, ReadOnlySpan<int> targets)
        where T : IFloatingPointIeee754<T>
    {
        int classes = logits.Length / targets.Length;
        T sum = T.Zero;
        for (int row = 0; row < targets.Length; row++)
        {
            ReadOnlySpan<T> z = logits.Slice(row * classes, classes);
            sum += LogSumExp.Reference(z) - z[targets[row]];
        }

        return sum / T.CreateChecked(targets.Length);
    }
}
