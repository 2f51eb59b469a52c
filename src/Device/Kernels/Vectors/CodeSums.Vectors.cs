using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Kernels;

/// <summary>The sums: four panels at a time with vectors of 512 bits, two with 256, one with 128.</summary>
internal static unsafe partial class CodeSums
{
    /// <summary>N of the columns of whole panels.</summary>
    /// <param name="tables">of <see cref="TableBytes"/></param>
    /// <param name="panels">as <see cref="CodePanels"/> has them, as many as there are sums for, or more</param>
    /// <param name="lines">lines of a panel, at most <see cref="MaxLines"/></param>
    /// <param name="sums">16 for each panel, overwritten</param>
    public static void Run(ReadOnlySpan<byte> tables, ReadOnlySpan<byte> panels, int lines, Span<ushort> sums)
    {
        int stride = lines * Width, groups = (lines + LinesOfGroup - 1) / LinesOfGroup;
        Debug.Assert(sums.Length % Width == 0 && panels.Length >= sums.Length / Width * stride);
        Debug.Assert(lines <= MaxLines && tables.Length >= TableBytes(lines));

        // A whole group of lines is read at once, which in the last panels may be more than there is.
        int whole = panels.Length < groups * GroupBytes
            ? 0
            : Math.Min(sums.Length / Width, ((panels.Length - (groups * GroupBytes)) / stride) + 1);
        fixed (byte* table = tables)
        fixed (byte* codes = panels)
        fixed (ushort* to = sums)
        {
            int panel = 0;
            if (Vector512.IsHardwareAccelerated)
            {
                for (; panel <= whole - 4; panel += 4) Four(table, codes + (panel * (nint)stride), stride, groups, to + (panel * Width));
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                for (; panel <= whole - 2; panel += 2) Two(table, codes + (panel * (nint)stride), stride, groups, to + (panel * Width));
            }

            for (; panel < sums.Length / Width; panel++) One(table, codes + (panel * (nint)stride), lines, to + (panel * Width));
        }
    }

    // Four lines of a panel at once, and the four sums of a column added at the end, of four panels together.
    private static void Four(byte* tables, byte* line, nint stride, int groups, ushort* sums)
    {
        Vector512<ushort> both0 = default, both1 = default, both2 = default, both3 = default;
        Vector512<ushort> odd0 = default, odd1 = default, odd2 = default, odd3 = default;
        for (int i = 0; i < groups; i++, line += GroupBytes, tables += 2 * GroupBytes)
        {
            Vector512<byte> lower = Vector512.Load(tables), upper = Vector512.Load(tables + GroupBytes);
            Look(Vector512.Load(line), lower, upper, ref both0, ref odd0);
            Look(Vector512.Load(line + stride), lower, upper, ref both1, ref odd1);
            Look(Vector512.Load(line + (2 * stride)), lower, upper, ref both2, ref odd2);
            Look(Vector512.Load(line + (3 * stride)), lower, upper, ref both3, ref odd3);
        }

        Vector512<ushort> odd = Fold(odd0, odd1, odd2, odd3), even = Fold(both0, both1, both2, both3) - (odd << 8);
        Vector512<ulong> left = Avx512BW.UnpackLow(even, odd).AsUInt64(), right = Avx512BW.UnpackHigh(even, odd).AsUInt64();
        Avx512F.PermuteVar8x64x2(left, Vector512.Create(0UL, 1, 8, 9, 2, 3, 10, 11), right).AsUInt16().Store(sums);
        Avx512F.PermuteVar8x64x2(left, Vector512.Create(4UL, 5, 12, 13, 6, 7, 14, 15), right).AsUInt16().Store(sums + (2 * Width));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Look(
            Vector512<byte> codes, Vector512<byte> lower, Vector512<byte> upper, ref Vector512<ushort> both, ref Vector512<ushort> odd)
        {
            Vector512<byte> half = Vector512.Create((byte)0xF);
            Vector512<ushort> a = Avx512BW.Shuffle(lower, codes & half).AsUInt16();
            Vector512<ushort> b = Avx512BW.Shuffle(upper, (codes.AsUInt16() >> 4).AsByte() & half).AsUInt16();
            both = both + a + b;
            odd = odd + (a >> 8) + (b >> 8);
        }

        // Σ of the four quarters of each, in turn: those of two, then of both.
        static Vector512<ushort> Fold(Vector512<ushort> a, Vector512<ushort> b, Vector512<ushort> c, Vector512<ushort> d)
        {
            Vector512<ulong> ab = Halves(a.AsUInt64(), b.AsUInt64()), cd = Halves(c.AsUInt64(), d.AsUInt64());
            return Avx512F.Shuffle4x128(ab, cd, 0x88).AsUInt16() + Avx512F.Shuffle4x128(ab, cd, 0xDD).AsUInt16();
        }

        static Vector512<ulong> Halves(Vector512<ulong> a, Vector512<ulong> b) =>
            (Avx512F.Shuffle4x128(a, b, 0x44).AsUInt16() + Avx512F.Shuffle4x128(a, b, 0xEE).AsUInt16()).AsUInt64();
    }

    // The same with half of the width.
    private static void Two(byte* tables, byte* line, nint stride, int groups, ushort* sums)
    {
        Vector256<ushort> both0 = default, both1 = default, odd0 = default, odd1 = default;
        for (int i = 0; i < groups; i++, line += GroupBytes, tables += 2 * GroupBytes)
        {
            Vector256<byte> lower = Vector256.Load(tables), upper = Vector256.Load(tables + GroupBytes);
            Look(Vector256.Load(line), lower, upper, ref both0, ref odd0);
            Look(Vector256.Load(line + stride), lower, upper, ref both1, ref odd1);
            lower = Vector256.Load(tables + (GroupBytes / 2));
            upper = Vector256.Load(tables + GroupBytes + (GroupBytes / 2));
            Look(Vector256.Load(line + (GroupBytes / 2)), lower, upper, ref both0, ref odd0);
            Look(Vector256.Load(line + stride + (GroupBytes / 2)), lower, upper, ref both1, ref odd1);
        }

        Vector256<ushort> odd = Fold(odd0, odd1), even = Fold(both0, both1) - (odd << 8);
        Vector256<ushort> left = Avx2.UnpackLow(even, odd), right = Avx2.UnpackHigh(even, odd);
        Avx2.Permute2x128(left, right, 0x20).Store(sums);
        Avx2.Permute2x128(left, right, 0x31).Store(sums + Width);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Look(
            Vector256<byte> codes, Vector256<byte> lower, Vector256<byte> upper, ref Vector256<ushort> both, ref Vector256<ushort> odd)
        {
            Vector256<byte> half = Vector256.Create((byte)0xF);
            Vector256<ushort> a = Avx2.Shuffle(lower, codes & half).AsUInt16();
            Vector256<ushort> b = Avx2.Shuffle(upper, (codes.AsUInt16() >> 4).AsByte() & half).AsUInt16();
            both = both + a + b;
            odd = odd + (a >> 8) + (b >> 8);
        }

        static Vector256<ushort> Fold(Vector256<ushort> a, Vector256<ushort> b) =>
            Avx2.Permute2x128(a, b, 0x20) + Avx2.Permute2x128(a, b, 0x31);
    }

    private static void One(byte* tables, byte* line, int lines, ushort* sums)
    {
        Vector128<byte> half = Vector128.Create((byte)0xF);
        Vector128<ushort> both = default, odd = default;
        for (int i = 0; i < lines; i++, line += Width)
        {
            byte* table = tables + LowerAt(i);
            Vector128<byte> code = Vector128.Load(line);
            Vector128<ushort> lower = Vector128.ShuffleNative(Vector128.Load(table), code & half).AsUInt16();
            Vector128<ushort> upper =
                Vector128.ShuffleNative(Vector128.Load(table + GroupBytes), (code.AsUInt16() >> 4).AsByte() & half).AsUInt16();
            both = both + lower + upper;
            odd = odd + (lower >> 8) + (upper >> 8);
        }

        Store(both, odd, sums);
    }

    // Two columns share 16 bits: both has the sum of the even one and 256 times that of the odd one, odd has that of the odd one.
    private static void Store(Vector128<ushort> both, Vector128<ushort> odd, ushort* sums)
    {
        Vector128<ushort> even = both - (odd << 8);
        (Vector128.WidenLower(even) | (Vector128.WidenLower(odd) << 16)).AsUInt16().Store(sums);
        (Vector128.WidenUpper(even) | (Vector128.WidenUpper(odd) << 16)).AsUInt16().Store(sums + 8);
    }
}
