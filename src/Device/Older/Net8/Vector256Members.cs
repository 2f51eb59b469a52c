using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Kernels;

/// <summary>
/// What later versions of .NET have in <see cref="Vector256"/>, by the same instructions; two halves where vectors have 128 bits.
/// </summary>
internal static class Vector256Members
{
    extension(Vector256<int>)
    {
        /// <summary>0..7.</summary>
        public static Vector256<int> Indices => Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7);
    }

    extension(Vector256)
    {
        /// <summary>a·b + c, rounded once where the processor can.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> MultiplyAddEstimate(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Fma.IsSupported
            ? Fma.MultiplyAdd(a, b, c)
            : Vector256.Create(
                Vector128.MultiplyAddEstimate(a.GetLower(), b.GetLower(), c.GetLower()),
                Vector128.MultiplyAddEstimate(a.GetUpper(), b.GetUpper(), c.GetUpper()));

        /// <summary>The smaller of two values; of NaN and zeros whichever the processor takes, on x64 b.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> MinNative(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
            ? Avx.Min(a, b)
            : Vector256.Create(
                Vector128.MinNative(a.GetLower(), b.GetLower()), Vector128.MinNative(a.GetUpper(), b.GetUpper()));

        /// <summary>The larger of two values; of NaN and zeros whichever the processor takes, on x64 b.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> MaxNative(Vector256<float> a, Vector256<float> b) => Avx.IsSupported
            ? Avx.Max(a, b)
            : Vector256.Create(
                Vector128.MaxNative(a.GetLower(), b.GetLower()), Vector128.MaxNative(a.GetUpper(), b.GetUpper()));

        /// <summary>The magnitude of one value with the sign of another.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> CopySign(Vector256<float> magnitude, Vector256<float> sign) =>
            Vector256.ConditionalSelect(Vector256.Create(-0f), sign, magnitude);
    }
}
