using System.Numerics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin, without dropout.</summary>
public sealed partial class CausalAttention
{
    /// <summary>query, key, value [n, d]; gives [n, d].</summary>
    internal static T[] Reference<T>(
        ReadOnlySpan<T> query, ReadOnlySpan<T> key, ReadOnlySpan<T> value, int d, ReadOnlySpan<int> offsets, int heads)
        where T : IFloatingPointIeee754<T>
    {
        int width = d / heads;
        var y = new T[query.Length];
        for (int sequence = 0; sequence + 1 < offsets.Length; sequence++)
        {
            int first = offsets[sequence];
            for (int l = first; l < offsets[sequence + 1]; l++)
            {
                for (int column = 0; column < d; column += width)
                {
                    var weights = new T[l - first + 1];
                    for (int i = 0; i < weights.Length; i++)
                    {
                        T score = Dot.Reference(query.Slice((l * d) + column, width), key.Slice(((first + i) * d) + column, width));
                        weights[i] = score / T.Sqrt(T.CreateChecked(width));
                    }

                    Softmax.Reference<T>(weights);
                    for (int i = 0; i < weights.Length; i++)
                    {
                        for (int j = column; j < column + width; j++) y[(l * d) + j] += weights[i] * value[((first + i) * d) + j];
                    }
                }
            }
        }

        return y;
    }
}
