using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The rows of a, then the rows of b.</summary>
/// <remarks>da and db += their rows of dy.</remarks>
public sealed partial class ConcatenateRows : Operation
{
    private Variable a = null!, b = null!;

    /// <summary>Concatenates and records.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="a">[n, d].</param>
    /// <param name="b">[m, d].</param>
    /// <returns>[n + m, d].</returns>
    /// <exception cref="ArgumentException">The numbers of columns differ.</exception>
    public static Variable Apply(Tape tape, Variable a, Variable b)
    {
        if (a.Columns != b.Columns) throw new ArgumentException($"ConcatenateRows: the columns differ: first {a.Shape}, second {b.Shape}.");
        Variable y = tape.Result(new Shape(a.Rows + b.Rows, a.Columns), a, b);
        a.Value.Span.CopyTo(y.Value.Span);
        b.Value.Span.CopyTo(y.Value.Span[a.Value.Length..]);
        if (y.NeedsGradient)
        {
            ConcatenateRows record = tape.Record<ConcatenateRows>(y);
            (record.a, record.b) = (a, b);
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        Span<float> dy = OutputGradient.Span;
        if (tape.GradientOf(a) is { } da) Add.Run(dy[..da.Length], da.Span);
        if (tape.GradientOf(b) is { } db) Add.Run(dy[a.Value.Length..], db.Span);
    }
}
