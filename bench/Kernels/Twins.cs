using System.Numerics;
using System.Runtime.CompilerServices;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;
using static System.Runtime.CompilerServices.UnsafeAccessorKind;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>The naive twins of the kernels (*.Reference.cs), in any number type. The first argument names the class and is null.</summary>
internal static class Twins
{
    [UnsafeAccessor(StaticMethod, Name = "Reference")]
    public static extern void Exp<T>([UnsafeAccessorType(KernelClass.Exp)] object? type, ReadOnlySpan<T> x, Span<T> y)
        where T : IFloatingPointIeee754<T>;

    [UnsafeAccessor(StaticMethod, Name = "Reference")]
    public static extern void Tanh<T>([UnsafeAccessorType(KernelClass.Tanh)] object? type, ReadOnlySpan<T> x, Span<T> y)
        where T : IFloatingPointIeee754<T>;

    [UnsafeAccessor(StaticMethod, Name = "Reference")]
    public static extern void Sigmoid<T>([UnsafeAccessorType(KernelClass.Sigmoid)] object? type, ReadOnlySpan<T> x, Span<T> y)
        where T : IFloatingPointIeee754<T>;

    [UnsafeAccessor(StaticMethod, Name = "Reference")]
    public static extern void Erf<T>([UnsafeAccessorType(KernelClass.Erf)] object? type, ReadOnlySpan<T> x, Span<T> y)
        where T : IFloatingPointIeee754<T>;

    [UnsafeAccessor(StaticMethod, Name = "Reference")]
    public static extern void Gelu<T>([UnsafeAccessorType(KernelClass.Gelu)] object? type, ReadOnlySpan<T> x, Span<T> y)
        where T : IFloatingPointIeee754<T>;

    [UnsafeAccessor(StaticMethod, Name = "Reference")]
    public static extern void Softmax<T>([UnsafeAccessorType(KernelClass.Softmax)] object? type, Span<T> row)
        where T : IFloatingPointIeee754<T>;

    [UnsafeAccessor(StaticMethod, Name = "Reference")]
    public static extern void LayerNorm<T>(
        [UnsafeAccessorType(KernelClass.LayerNorm)] object? type,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> gain,
        ReadOnlySpan<T> bias,
        T epsilon,
        Span<T> y,
        out T mean,
        out T inverseDeviation)
        where T : IFloatingPointIeee754<T>;

    [UnsafeAccessor(StaticMethod, Name = "BackwardReference")]
    public static extern void LayerNormBackward<T>(
        [UnsafeAccessorType(KernelClass.LayerNorm)] object? type,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> gain,
        T mean,
        T inverseDeviation,
        ReadOnlySpan<T> dy,
        Span<T> dx,
        Span<T> dGain,
        Span<T> dBias)
        where T : IFloatingPointIeee754<T>;

    [UnsafeAccessor(StaticMethod, Name = "Reference")]
    public static extern void Adam<T>(
        [UnsafeAccessorType(KernelClass.Adam)] object? type,
        Span<T> parameter,
        Span<T> gradient,
        Span<T> m,
        Span<T> v,
        T rate,
        T beta1,
        T beta2,
        T epsilon,
        T correction1,
        T correction2,
        T weightDecay)
        where T : IFloatingPointIeee754<T>;

    [UnsafeAccessor(StaticMethod, Name = "Reference")]
    public static extern void MatrixProduct<T>(
        [UnsafeAccessorType(KernelClass.Gemm)] object? type,
        int m,
        int n,
        int k,
        T alpha,
        ReadOnlySpan<T> a,
        bool transposeA,
        ReadOnlySpan<T> b,
        bool transposeB,
        bool accumulate,
        Span<T> c)
        where T : INumber<T>;

    [UnsafeAccessor(StaticMethod, Name = "Reference")]
    public static extern T[] Table<T>(
        [UnsafeAccessorType(KernelClass.TensorTrain)] object? type,
        TensorTrainShape shape,
        IReadOnlyList<T[]> cores)
        where T : INumber<T>;

    [UnsafeAccessor(StaticMethod, Name = "Reference")]
    public static extern T[] Attention<T>(
        CausalAttention? type, ReadOnlySpan<T> query, ReadOnlySpan<T> key, ReadOnlySpan<T> value, int d, ReadOnlySpan<int> offsets, int heads)
        where T : IFloatingPointIeee754<T>;

    /// <summary>Encodings [B, d] and a table [V, d], as <see cref="CatalogueLoss"/> wants them.</summary>
    public static object CatalogueModel(float[] hidden, float[] table, int width) =>
        Activator.CreateInstance(Type.GetType(KernelClass.CatalogueModelOfSingle, throwOnError: true)!, hidden, table, width)!;

    [UnsafeAccessor(StaticMethod, Name = "Reference")]
    public static extern T CatalogueLoss<T>(
        [UnsafeAccessorType(KernelClass.CatalogueCrossEntropy)] object? type,
        [UnsafeAccessorType(KernelClass.CatalogueModel)] object student,
        ReadOnlySpan<int> targets)
        where T : IFloatingPointIeee754<T>;
}
