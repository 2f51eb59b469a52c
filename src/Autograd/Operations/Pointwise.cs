using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The loops of all functions of one value, over all threads.</summary>
internal static class Pointwise
{
    /// <summary>y = f(x), a new result that is not recorded yet.</summary>
    public static Variable Forward<TFunction>(Tape tape, Variable x)
        where TFunction : IPointwise
    {
        Variable y = tape.Result(x.Shape, x);
        ParallelRows.Run(x.Value.Length, ParallelRows.Costly, new ForwardWork<TFunction>(x.Value, y.Value));
        return y;
    }

    /// <summary>dx += dy ⊙ f′.</summary>
    public static void Backward<TFunction>(Tensor x, Tensor y, Tensor dy, Tensor dx)
        where TFunction : IPointwise =>
        ParallelRows.Run(x.Length, ParallelRows.Costly, new BackwardWork<TFunction>(x, y, dy, dx));

    private readonly struct ForwardWork<TFunction>(Tensor x, Tensor y) : IRangeWork
        where TFunction : IPointwise
    {
        public void Run(int from, int to) => TFunction.Forward(x.Span[from..to], y.Span[from..to]);
    }

    private readonly struct BackwardWork<TFunction>(Tensor x, Tensor y, Tensor dy, Tensor dx) : IRangeWork
        where TFunction : IPointwise
    {
        public void Run(int from, int to) => TFunction.Backward(x.Span[from..to], y.Span[from..to], dy.Span[from..to], dx.Span[from..to]);
    }
}
