namespace OnDeviceRec.Autograd.Operations;

/// <summary>A function of one value, y_i = f(x_i), driven by <see cref="Pointwise"/>.</summary>
internal interface IPointwise
{
    /// <summary>y = f(x).</summary>
    static abstract void Forward(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>dx += dy ⊙ f′(x), of x or of y = f(x), whichever is cheaper.</summary>
    static abstract void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx);
}
