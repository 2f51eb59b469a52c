using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>y_i = X[r_i]: rows of a table by their numbers, in any order and with repeats.</summary>
/// <remarks>dX[r_i] += dy_i, for i in ascending order. Costs n·d whatever the size of the table.</remarks>
public sealed partial class GatherRows : Operation
{
    private Variable matrix = null!;
    private ReadOnlyMemory<int> rows;

    /// <summary>Gathers and records.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="matrix">X, [V, d].</param>
    /// <param name="rows">r, n row numbers from 0; must stay as they are until the tape is reset.</param>
    /// <returns>y, [n, d].</returns>
    /// <exception cref="ArgumentException">A row is not in the matrix.</exception>
    public static Variable Apply(Tape tape, Variable matrix, ReadOnlyMemory<int> rows)
    {
        int count = matrix.Rows;
        Variable y = tape.Result(new Shape(rows.Length, matrix.Columns), matrix);
        Tensor from = matrix.Value, to = y.Value;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows.Span[i];
            if ((uint)row >= (uint)count) throw new ArgumentException($"GatherRows: row {row} (at {i}) is not in {matrix.Shape}.");
            from.Row(row).CopyTo(to.Row(i));
        }

        if (y.NeedsGradient)
        {
            GatherRows record = tape.Record<GatherRows>(y);
            (record.matrix, record.rows) = (matrix, rows);
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        ReadOnlySpan<int> to = rows.Span;
        if (tape.GradientOf(matrix, to) is not { } dMatrix) return;
        for (int i = 0; i < to.Length; i++) Add.Run(OutputGradient.Row(i), dMatrix.Row(to[i]));
    }
}
