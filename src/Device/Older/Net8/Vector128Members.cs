using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Kernels;

/// <summary>What later versions of .NET have in <see cref="Vector128"/>, by the same instructions.</summary>
internal static class Vector128Members
{
    extension(Vector128)
    {
        /// <summary>a·b + c, rounded once where the processor can.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> MultiplyAddEstimate(Vector128<float> a, Vector128<float> b, Vector128<float> c)
        {
            if (Fma.IsSupported) return Fma.MultiplyAdd(a, b, c);
            return AdvSimd.IsSupported ? AdvSimd.FusedMultiplyAdd(c, a, b) : (a * b) + c;
        }

        /// <summary>The smaller of two values; of NaN and zeros whichever the processor takes, on x64 b.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> MinNative(Vector128<float> a, Vector128<float> b)
        {
            if (Sse.IsSupported) return Sse.Min(a, b);
            return AdvSimd.IsSupported ? AdvSimd.Min(a, b) : Vector128.ConditionalSelect(Vector128.LessThan(a, b), a, b);
        }

        /// <summary>The larger of two values; of NaN and zeros whichever the processor takes, on x64 b.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> MaxNative(Vector128<float> a, Vector128<float> b)
        {
            if (Sse.IsSupported) return Sse.Max(a, b);
            return AdvSimd.IsSupported ? AdvSimd.Max(a, b) : Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), a, b);
        }

        /// <summary>Bytes of <paramref name="table"/> by their numbers, all below 16.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<byte> ShuffleNative(Vector128<byte> table, Vector128<byte> numbers)
        {
            if (Ssse3.IsSupported) return Ssse3.Shuffle(table, numbers);
            return AdvSimd.Arm64.IsSupported
                ? AdvSimd.Arm64.VectorTableLookup(table, numbers)
                : Vector128.Shuffle(table, numbers);
        }
    }
}
