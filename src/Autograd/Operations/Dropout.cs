using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>y = m ⊙ x, m_i = 1/(1 − rate) with probability 1 − rate and 0 otherwise; in inference y = x.</summary>
/// <remarks>dx += m ⊙ dy. The mask depends on the tape's seed and step, on the place among the step's dropouts and on i.</remarks>
public sealed partial class Dropout : Operation
{
    private Variable x = null!;
    private DropoutMask mask;

    /// <summary>Drops values at random and records it.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    /// <param name="rate">The probability of a zero, 0 to below 1.</param>
    /// <returns>y, of the same shape; x itself in inference or with rate 0.</returns>
    /// <exception cref="ArgumentException">The rate is out of range.</exception>
    public static Variable Apply(Tape tape, Variable x, float rate)
    {
        DropoutMask.CheckRate(rate, nameof(Dropout));
        if (!tape.Training || rate == 0) return x;
        var mask = new DropoutMask(tape.NextDropoutStream(), rate);
        Variable y = tape.Result(x.Shape, x);
        ParallelRows.Run(x.Value.Length, ParallelRows.Costly, new MaskWork(mask, x.Value, y.Value, accumulate: false));
        if (y.NeedsGradient)
        {
            Dropout record = tape.Record<Dropout>(y);
            (record.x, record.mask) = (x, mask);
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        if (tape.GradientOf(x) is { } dx)
            ParallelRows.Run(dx.Length, ParallelRows.Costly, new MaskWork(mask, OutputGradient, dx, accumulate: true));
    }

    private readonly struct MaskWork(DropoutMask mask, Tensor x, Tensor y, bool accumulate) : IRangeWork
    {
        public void Run(int from, int to) => mask.Apply(from, x.Span[from..to], y.Span[from..to], accumulate);
    }
}
