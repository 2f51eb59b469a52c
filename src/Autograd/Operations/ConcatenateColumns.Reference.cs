using System.Numerics;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public sealed partial class ConcatenateColumns
{
    /// <summary>a [rows, p], b [rows, q]; gives [rows, p + q].</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int rows)
        where T : IFloatingPointIeee754<T>
    {
        int p = a.Length / rows, q = b.Length / rows;
        var y = new T[a.Length + b.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < p + q; j++) y[(i * (p + q)) + j] = j < p ? a[(i * p) + j] : b[(i * q) + j - p];
        }

        return y;
    }
}
