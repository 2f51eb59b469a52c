using System.Numerics;

namespace OnDeviceRec.Kernels.Tests;

internal static partial class TopK
{
    /// <summary>The naive twin: a stable sort of everything.</summary>
    public static int Reference<T>(ReadOnlySpan<T> scores, Span<int> indices, Span<T> top)
        where T : IFloatingPointIeee754<T>
    {
        int[] order = new int[scores.Length];
        T[] keys = scores.ToArray();
        for (int i = 0; i < order.Length; i++)
        {
            if (!T.IsFinite(scores[i]))
                return -1;
            order[i] = i;
        }

        Array.Sort(order, (a, b) => keys[a] == keys[b] ? a.CompareTo(b) : keys[b].CompareTo(keys[a]));
        int count = Math.Min(order.Length, indices.Length);
        for (int k = 0; k < count; k++)
        {
            indices[k] = order[k];
            top[k] = keys[order[k]];
        }

        return count;
    }
}
