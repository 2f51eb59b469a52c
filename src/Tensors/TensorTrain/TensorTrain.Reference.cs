using System.Numerics;

namespace OnDeviceRec.Tensors;

/// <summary>The naive twin: every entry by its definition, a product of N small matrices, in any number type.</summary>
public static unsafe partial class TensorTrain
{
    /// <summary>The table [V, d] of stored cores.</summary>
    internal static T[] Reference<T>(TensorTrainShape shape, IReadOnlyList<T[]> cores)
        where T : INumber<T>
    {
        var table = new T[shape.Items * shape.Width];
        for (int row = 0; row < shape.Items; row++)
        {
            for (int plain = 0; plain < shape.Width; plain++)
                table[(row * shape.Width) + shape.ColumnOfPlain[plain]] = Entry(shape, cores, row, plain);
        }

        return table;
    }

    private static T Entry<T>(TensorTrainShape shape, IReadOnlyList<T[]> cores, int row, int plainColumn)
        where T : INumber<T>
    {
        // From the last core to the first: the last digits of both indices come first.
        T[] right = [T.One];
        for (int k = shape.Cores - 1; k >= 0; k--)
        {
            int rows = shape.Rows[k], columns = shape.PlainColumns[k], rank = shape.PlainRanks[k + 1];
            int i = row % rows, j = plainColumn % columns;
            (row, plainColumn) = (row / rows, plainColumn / columns);
            var next = new T[shape.PlainRanks[k]];
            for (int r = 0; r < next.Length; r++)
            {
                for (int q = 0; q < rank; q++) next[r] += cores[k][(((((r * rows) + i) * columns) + j) * rank) + q] * right[q];
            }

            right = next;
        }

        return right[0];
    }
}
