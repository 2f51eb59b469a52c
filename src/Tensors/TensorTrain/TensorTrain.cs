using System.Buffers;

namespace OnDeviceRec.Tensors;

/// <summary>
/// The item table E [V, d] as a tensor train: E[(i_1…i_N), (j_1…j_N)] = G_1[i_1, j_1]·…·G_N[i_N, j_N], a product of matrices
/// G_k[i_k, j_k] of r_{k−1} × r_k, with the columns in the order of <see cref="TensorTrainShape"/>. All cores are stored
/// plain, as [r_{k−1}, I_k, J'_k, r_k]. Source: Oseledets, "Tensor-train decomposition", SIAM J. Sci. Comput. 33 (2011).
/// </summary>
public static unsafe partial class TensorTrain
{
    /// <summary>One row of the table, from the cores alone.</summary>
    /// <param name="shape">The train.</param>
    /// <param name="cores">The N stored cores.</param>
    /// <param name="row">The item row, 0 to V − 1.</param>
    /// <param name="values">[d], the result.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public static void Row(TensorTrainShape shape, ReadOnlySpan<Tensor> cores, int row, Span<float> values)
    {
        shape.Check(cores, nameof(Row));
        Throw.IfNotEqual(values.Length, shape.Width, nameof(Row), "the number of values");
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, shape.Items);

        // The product so far is [J'_1…J'_k, r_k]; it never exceeds d times the largest rank.
        int size = shape.Width * Max(shape.PlainRanks);
        float[] left = ArrayPool<float>.Shared.Rent(size), next = ArrayPool<float>.Shared.Rent(size);
        left[0] = 1f;
        int width = 1, gridBelow = 1;
        for (int k = 1; k < cores.Length; k++) gridBelow *= shape.Rows[k];
        for (int k = 0; k < cores.Length; k++)
        {
            int rank = shape.PlainRanks[k], run = shape.PlainColumns[k] * shape.PlainRanks[k + 1];
            int item = row / gridBelow % shape.Rows[k];
            if (k + 1 < cores.Length) gridBelow /= shape.Rows[k + 1];
            Array.Clear(next, 0, width * run);
            for (int a = 0; a < width; a++)
            {
                for (int r = 0; r < rank; r++)
                {
                    float factor = left[(a * rank) + r];
                    ReadOnlySpan<float> slice = cores[k].Span.Slice(((r * shape.Rows[k]) + item) * run, run);
                    for (int b = 0; b < run; b++) next[(a * run) + b] += factor * slice[b];
                }
            }

            width *= shape.PlainColumns[k];
            (left, next) = (next, left);
        }

        for (int plain = 0; plain < values.Length; plain++) values[shape.ColumnOfPlain[plain]] = left[plain];
        ArrayPool<float>.Shared.Return(left);
        ArrayPool<float>.Shared.Return(next);
    }

    private static void CheckTable(TensorTrainShape shape, Tensor table, string operation)
    {
        if (table.Shape != new Shape(shape.Items, shape.Width))
            Throw.ShapeMismatch(operation, "the table does not fit", $"expected [{shape.Items}, {shape.Width}]", $"got {table.Shape}");
    }

    private static int Max(ReadOnlySpan<int> values)
    {
        int max = values[0];
        foreach (int value in values) max = Math.Max(max, value);
        return max;
    }
}
