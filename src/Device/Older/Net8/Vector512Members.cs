using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Kernels;

/// <summary>
/// What later versions of .NET have in <see cref="Vector512"/>, by the same instructions; it is called where vectors are as wide.
/// </summary>
internal static class Vector512Members
{
    extension(Vector512)
    {
        /// <summary>a·b + c, rounded once.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> MultiplyAddEstimate(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
            Avx512F.FusedMultiplyAdd(a, b, c);

        /// <summary>The smaller of two values, b where one is NaN.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> MinNative(Vector512<float> a, Vector512<float> b) => Avx512F.Min(a, b);

        /// <summary>The larger of two values, b where one is NaN.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> MaxNative(Vector512<float> a, Vector512<float> b) => Avx512F.Max(a, b);
    }
}
