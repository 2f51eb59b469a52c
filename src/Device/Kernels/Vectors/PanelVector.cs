using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>
/// Vectors of 128, 256 or 512 bits in one text: <typeparamref name="TVector"/> is one of these of floats, and which one is known when the
/// text is compiled, so that the other two vanish.
/// </summary>
internal static unsafe class PanelVector<TVector>
    where TVector : unmanaged
{
    /// <summary>Floats in a vector.</summary>
    public static int Count => sizeof(TVector) / sizeof(float);

    /// <summary>Whether a vector is as wide as a panel.</summary>
    public static bool IsWholePanel => Count == PanelProduct.PanelColumns;

    /// <summary>*x in every lane: from memory, as a number that is in a register takes an instruction more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Create(float* x)
    {
        if (Count == Vector512<float>.Count) return (TVector)(object)Vector512.Create(*x);
        return Count == Vector256<float>.Count ? (TVector)(object)Vector256.Create(*x) : (TVector)(object)Vector128.Create(*x);
    }

    /// <summary>a·p + c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector MultiplyAdd(TVector a, TVector p, TVector c)
    {
        if (a is Vector512<float> a512)
            return (TVector)(object)Vector512.MultiplyAddEstimate(a512, (Vector512<float>)(object)p, (Vector512<float>)(object)c);
        if (a is Vector256<float> a256)
            return (TVector)(object)Vector256.MultiplyAddEstimate(a256, (Vector256<float>)(object)p, (Vector256<float>)(object)c);
        return (TVector)(object)Vector128.MultiplyAddEstimate(
            (Vector128<float>)(object)a, (Vector128<float>)(object)p, (Vector128<float>)(object)c);
    }

    /// <summary>Numbers from p on, at any address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TNumber, TLoad>(TNumber* p)
        where TNumber : unmanaged
        where TLoad : struct, IPanelLoad<TNumber>
    {
        TLoad load = default;
        if (Count == Vector512<float>.Count) return (TVector)(object)load.Load16(p);
        return Count == Vector256<float>.Count ? (TVector)(object)load.Load8(p) : (TVector)(object)load.Load4(p);
    }
}
