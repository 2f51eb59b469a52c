using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>y = a + b, value by value: a residual connection.</summary>
/// <remarks>da += dy, db += dy.</remarks>
public sealed partial class Addition : Operation
{
    private Variable a = null!, b = null!;

    /// <summary>Computes and records y = a + b.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="a">Any shape.</param>
    /// <param name="b">The same shape.</param>
    /// <returns>y, of the same shape.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Variable Apply(Tape tape, Variable a, Variable b)
    {
        if (a.Shape != b.Shape) throw new ArgumentException($"Addition: the shapes differ: left {a.Shape}, right {b.Shape}.");
        Variable y = tape.Result(a.Shape, a, b);
        a.Value.Span.CopyTo(y.Value.Span);
        Add.Run(b.Value.Span, y.Value.Span);
        if (y.NeedsGradient)
        {
            Addition record = tape.Record<Addition>(y);
            (record.a, record.b) = (a, b);
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(a) is { } da) Add.Run(OutputGradient.Span, da.Span);
        if (tape.GradientOf(b) is { } db) Add.Run(OutputGradient.Span, db.Span);
    }
}
