using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Kernels;

/// <summary>
/// The product of <see cref="CodePanels"/> in whole steps, from below: N[n] = Σ_j ⌊(T_j[c] − min T_j) / step⌋ over the tables T_j of
/// sixteen sums, c being the half byte that column n has for the j-th. A table is sixteen bytes, so that one instruction looks up a half
/// byte of every column of a panel; <see cref="CodeSteps"/> says what the product can be. The same N come out whatever the vectors are.
/// </summary>
internal static unsafe class CodeSums
{
    /// <summary>The most lines of a panel: the tables of more could reach beyond 65,535.</summary>
    public const int MaxLines = 128;

    private const int Width = PanelProduct.PanelColumns, LinesOfGroup = 4, GroupBytes = LinesOfGroup * Width;

    /// <summary>
    /// Bytes of the tables, filled up to groups of four lines: the four tables of the lower halves of their bytes, then the four of the
    /// upper halves.
    /// </summary>
    public static int TableBytes(int lines) => (lines + LinesOfGroup - 1) / LinesOfGroup * 2 * GroupBytes;

    /// <summary>Where the table of half <paramref name="j"/> of a column starts: of line j / 2, its lower half where j is even.</summary>
    public static int TableAt(int j) =>
        (j / (2 * LinesOfGroup) * 2 * GroupBytes) + (j % 2 * GroupBytes) + (j / 2 % LinesOfGroup * Width);

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
        int whole = Math.Min(sums.Length / Width, ((panels.Length - (groups * GroupBytes)) / stride) + 1);
        if (panels.Length < groups * GroupBytes) whole = 0;
        fixed (byte* table = tables)
        fixed (byte* codes = panels)
        fixed (ushort* to = sums)
        {
            int panel = 0;
            if (Vector512.IsHardwareAccelerated)
            {
                for (; panel < whole; panel++) Panel512(table, codes + (panel * (nint)stride), groups, to + (panel * Width));
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                for (; panel < whole; panel++) Panel256(table, codes + (panel * (nint)stride), groups, to + (panel * Width));
            }

            for (; panel < sums.Length / Width; panel++)
            {
                if (Vector128.IsHardwareAccelerated) Panel128(table, codes + (panel * (nint)stride), lines, to + (panel * Width));
                else PanelOfOnes(table, codes + (panel * (nint)stride), lines, to + (panel * Width));
            }
        }
    }

    private static void Panel512(byte* tables, byte* line, int groups, ushort* sums)
    {
        Vector512<byte> half = Vector512.Create((byte)0xF);
        Vector512<ushort> both = default, odd = default;
        for (int i = 0; i < groups; i++, line += GroupBytes, tables += 2 * GroupBytes)
        {
            Vector512<byte> code = Vector512.Load(line);
            Vector512<ushort> lower = Avx512BW.Shuffle(Vector512.Load(tables), code & half).AsUInt16();
            Vector512<ushort> upper =
                Avx512BW.Shuffle(Vector512.Load(tables + GroupBytes), (code.AsUInt16() >> 4).AsByte() & half).AsUInt16();
            both = both + lower + upper;
            odd = odd + (lower >> 8) + (upper >> 8);
        }

        Vector256<ushort> twoBoth = both.GetLower() + both.GetUpper(), twoOdd = odd.GetLower() + odd.GetUpper();
        Store(twoBoth.GetLower() + twoBoth.GetUpper(), twoOdd.GetLower() + twoOdd.GetUpper(), sums);
    }

    private static void Panel256(byte* tables, byte* line, int groups, ushort* sums)
    {
        Vector256<byte> half = Vector256.Create((byte)0xF);
        Vector256<ushort> both = default, odd = default;
        for (int i = 0; i < groups; i++, line += GroupBytes, tables += 2 * GroupBytes)
        {
            for (int at = 0; at < GroupBytes; at += 2 * Width)
            {
                Vector256<byte> code = Vector256.Load(line + at);
                Vector256<ushort> lower = Avx2.Shuffle(Vector256.Load(tables + at), code & half).AsUInt16();
                Vector256<ushort> upper =
                    Avx2.Shuffle(Vector256.Load(tables + GroupBytes + at), (code.AsUInt16() >> 4).AsByte() & half).AsUInt16();
                both = both + lower + upper;
                odd = odd + (lower >> 8) + (upper >> 8);
            }
        }

        Store(both.GetLower() + both.GetUpper(), odd.GetLower() + odd.GetUpper(), sums);
    }

    private static void Panel128(byte* tables, byte* line, int lines, ushort* sums)
    {
        Vector128<byte> half = Vector128.Create((byte)0xF);
        Vector128<ushort> both = default, odd = default;
        for (int i = 0; i < lines; i++, line += Width)
        {
            byte* table = tables + TableAt(2 * i);
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

    private static void PanelOfOnes(byte* tables, byte* line, int lines, ushort* sums)
    {
        for (int n = 0; n < Width; n++)
        {
            int sum = 0;
            for (int i = 0; i < lines; i++)
            {
                byte* table = tables + TableAt(2 * i);
                int code = line[(i * Width) + n];
                sum += table[code % Width] + table[GroupBytes + (code / Width)];
            }

            sums[n] = (ushort)sum;
        }
    }
}
