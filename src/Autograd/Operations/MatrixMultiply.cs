using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>C = α·A·B or α·A·Bᵀ.</summary>
/// <remarks>dA += α·dC·op(B)ᵀ; dB += α·Aᵀ·dC, or α·dCᵀ·A when B is used transposed.</remarks>
public sealed partial class MatrixMultiply : Operation
{
    private Variable a = null!, b = null!;
    private bool transposeB;
    private float alpha;

    /// <summary>Computes and records C = α·A·op(B).</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="a">A, [m, k].</param>
    /// <param name="b">B, [k, n], or [n, k] when transposed.</param>
    /// <param name="transposeB">Whether B is used transposed.</param>
    /// <param name="alpha">The factor α.</param>
    /// <returns>C, [m, n].</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Variable Apply(Tape tape, Variable a, Variable b, bool transposeB = false, float alpha = 1f)
    {
        Variable c = tape.Result(new Shape(a.Rows, transposeB ? b.Rows : b.Columns), a, b);
        MatrixProduct.Multiply(a.Value, b.Value, c.Value, transposeB: transposeB, alpha: alpha);
        if (c.NeedsGradient)
        {
            MatrixMultiply record = tape.Record<MatrixMultiply>(c);
            (record.a, record.b, record.transposeB, record.alpha) = (a, b, transposeB, alpha);
        }

        return c;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(a) is { } da)
            MatrixProduct.Multiply(OutputGradient, b.Value, da, transposeB: !transposeB, accumulate: true, alpha: alpha);
        if (tape.GradientOf(b) is not { } db) return;
        if (transposeB) MatrixProduct.Multiply(OutputGradient, a.Value, db, transposeA: true, accumulate: true, alpha: alpha);
        else MatrixProduct.Multiply(a.Value, OutputGradient, db, transposeA: true, accumulate: true, alpha: alpha);
    }
}
