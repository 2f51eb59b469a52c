using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>y_i = [a_i ; b_i]: the rows of two matrices beside each other.</summary>
/// <remarks>da and db += their columns of dy.</remarks>
public sealed partial class ConcatenateColumns : Operation
{
    private Variable a = null!, b = null!;

    /// <summary>Concatenates and records.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="a">[n, p].</param>
    /// <param name="b">[n, q].</param>
    /// <returns>y, [n, p + q].</returns>
    /// <exception cref="ArgumentException">The numbers of rows differ.</exception>
    public static Variable Apply(Tape tape, Variable a, Variable b)
    {
        if (a.Rows != b.Rows) throw new ArgumentException($"ConcatenateColumns: the rows differ: left {a.Shape}, right {b.Shape}.");
        Variable y = tape.Result(new Shape(a.Rows, a.Columns + b.Columns), a, b);
        for (int row = 0; row < y.Rows; row++)
        {
            a.Value.Row(row).CopyTo(y.Value.Row(row));
            b.Value.Row(row).CopyTo(y.Value.Row(row)[a.Columns..]);
        }

        if (y.NeedsGradient)
        {
            ConcatenateColumns record = tape.Record<ConcatenateColumns>(y);
            (record.a, record.b) = (a, b);
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        Tensor? da = tape.GradientOf(a), db = tape.GradientOf(b);
        for (int row = 0; row < Output.Rows; row++)
        {
            Span<float> dy = OutputGradient.Row(row);
            if (da is not null) Add.Run(dy[..a.Columns], da.Row(row));
            if (db is not null) Add.Run(dy[a.Columns..], db.Row(row));
        }
    }
}
