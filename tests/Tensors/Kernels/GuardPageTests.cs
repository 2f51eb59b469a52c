namespace OnDeviceRec.Kernels.Tests;

/// <summary>No kernel touches the byte after any of its spans, at any length: one that does ends the test process.</summary>
public class GuardPageTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 65)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Kernels_stay_inside_their_spans(int n)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Guard pages are set up with mmap and mprotect, on Linux only.");
        using GuardedMemory memory = new();
        Span<float> a = memory.Floats(n), b = memory.Floats(n), c = memory.Floats(n), d = memory.Floats(n), e = memory.Floats(n);

        Exp.Run(a, b);
        Tanh.Run(a, b);
        Tanh.Backward(a, b, c);
        Sigmoid.Run(a, b);
        Erf.Run(a, b);
        Gelu.Run(a, b);
        Gelu.Backward(a, b, c);
        Axpy.Run(0.5f, a, b);
        Add.Run(a, b);
        Scale.Run(0.5f, b);
        Multiply.Run(a, b, c);
        ExpShifted.Run(a, 1f, 0.5f, b);
        LinearCombination.Run(0.5f, b, 0.5f, a);
        LinearCombination.Run(0.5f, b, 0.5f, a, 0.5f, c);
        float terms = SoftmaxTerms.Run(a, Math.Max(SoftmaxTerms.Max(a), 0), 0.5f, b) + DivergenceTerms.Run(b, 1f, a, 1f, 0.5f).Sum;
        Assert.False(float.IsNaN(terms));
        Softmax.Run(b);
        Softmax.Backward(b, a, c);
        float sums = Dot.Run(a, b) + Sum.Run(a) + Max.Run(a) + SumExp.Run(a, 1f, 0.5f) + LogSumExp.Run(a);
        Assert.False(float.IsNaN(sums));

        LayerNorm.Run(a, b, c, 1e-12f, d, out float mean, out float inverseDeviation);
        LayerNorm.Backward(a, b, mean, inverseDeviation, c, d, e, memory.Floats(n));
        AdamStep.Run(a, b, memory.Allocate<float>(n), memory.Allocate<float>(n), 0.1f, 0.9f, 0.999f, 1e-8f, 0.1f, 0.001f, 0f);
        for (int k = 0; k <= 5; k++)
            Assert.Equal(Math.Min(k, n), TopK.Run(memory.Floats(n), memory.Allocate<int>(k), memory.Allocate<float>(k)));
    }
}
