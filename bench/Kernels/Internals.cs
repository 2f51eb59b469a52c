using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.UnsafeAccessorKind;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>
/// Kernels as training calls them. The first argument of each names the class and is null.
/// </summary>
internal static class Internals
{
    [UnsafeAccessor(StaticMethod, Name = "Run")]
    public static extern void Exp([UnsafeAccessorType(KernelClass.Exp)] object? type, ReadOnlySpan<float> x, Span<float> y);

    [UnsafeAccessor(StaticMethod, Name = "Run")]
    public static extern void Tanh([UnsafeAccessorType(KernelClass.Tanh)] object? type, ReadOnlySpan<float> x, Span<float> y);

    [UnsafeAccessor(StaticMethod, Name = "Run")]
    public static extern void Sigmoid([UnsafeAccessorType(KernelClass.Sigmoid)] object? type, ReadOnlySpan<float> x, Span<float> y);

    [UnsafeAccessor(StaticMethod, Name = "Run")]
    public static extern void Erf([UnsafeAccessorType(KernelClass.Erf)] object? type, ReadOnlySpan<float> x, Span<float> y);

    [UnsafeAccessor(StaticMethod, Name = "Run")]
    public static extern void Gelu([UnsafeAccessorType(KernelClass.Gelu)] object? type, ReadOnlySpan<float> x, Span<float> y);

    [UnsafeAccessor(StaticMethod, Name = "Run")]
    public static extern void Softmax([UnsafeAccessorType(KernelClass.Softmax)] object? type, Span<float> row);

    [UnsafeAccessor(StaticMethod, Name = "Run")]
    public static extern void LayerNorm(
        [UnsafeAccessorType(KernelClass.LayerNorm)] object? type,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gain,
        ReadOnlySpan<float> bias,
        float epsilon,
        Span<float> y,
        out float mean,
        out float inverseDeviation);

    [UnsafeAccessor(StaticMethod, Name = "Backward")]
    public static extern void LayerNormBackward(
        [UnsafeAccessorType(KernelClass.LayerNorm)] object? type,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gain,
        float mean,
        float inverseDeviation,
        ReadOnlySpan<float> dy,
        Span<float> dx,
        Span<float> dGain,
        Span<float> dBias);
}
