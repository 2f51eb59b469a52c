using System.Numerics;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The naive twin.</summary>
public sealed partial class GatherRows
{
    /// <summary>matrix [V, columns]; gives [n, columns].</summary>
    internal static T[] Reference<T>(ReadOnlySpan<T> matrix, int columns, ReadOnlySpan<int> rows)
        where T : IFloatingPointIeee754<T>
    {
        var y = new T[rows.Length * columns];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < columns; j++) y[(i * columns) + j] = matrix[(rows[i] * columns) + j];
        }

        return y;
    }
}
