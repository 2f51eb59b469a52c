using System.Diagnostics;
using System.Numerics;

namespace OnDeviceRec.Baselines.SequenceKnn;

/// <summary>Selection without a full sort.</summary>
internal static class Greatest
{
    /// <summary>Moves the greatest values to the front, in no particular order, in a time that grows with the length.</summary>
    /// <param name="values">Distinct values.</param>
    /// <param name="count">How many are wanted.</param>
    /// <returns>The greatest values: <c>[min(count, length)]</c>.</returns>
    public static Span<T> Select<T>(Span<T> values, int count)
        where T : unmanaged, INumber<T>
    {
        Debug.Assert(count >= 0);
        if (count >= values.Length) return values;
        int low = 0, high = values.Length - 1;
        while (low < high)
        {
            // Hoare's partition: [low .. right] ≥ pivot ≥ [left .. high].
            T pivot = values[low + ((high - low) / 2)];
            int left = low, right = high;
            while (left <= right)
            {
                while (values[left] > pivot) left++;
                while (values[right] < pivot) right--;
                if (left > right) break;
                (values[left], values[right]) = (values[right], values[left]);
                left++;
                right--;
            }

            if (count - 1 <= right) high = right;
            else if (count - 1 >= left) low = left;
            else break;
        }

        return values[..count];
    }
}
