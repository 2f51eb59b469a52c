using System.Numerics;
using System.Runtime.InteropServices;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Tables;

/// <summary>
/// The candidates for the K best of a catalog of codes, whose sums in whole steps (<see cref="CodeSums"/>) come in blocks: those that may
/// be as good as the K-th best sum. Whatever is left out is worse than K others, so that the K best of the candidates are those of the
/// catalog.
/// </summary>
/// <param name="doubt">rows whose sums differ by more are ordered as their sums are</param>
/// <param name="best">room for K sums, at least one</param>
/// <param name="rows">receives the candidates</param>
/// <param name="sums">room for a sum of each of them</param>
internal ref partial struct CodeScan(int doubt, Span<ushort> best, Span<int> rows, Span<ushort> sums)
{
    // Sums that are passed over at once, and those that are compared at once where one of them is above the bar.
    private const int Piece = 128, Some = 16;

    // The K best sums so far, ascending.
    private readonly Span<ushort> best = best;
    private readonly Span<int> rows = rows;
    private readonly Span<ushort> sums = sums;
    private int bestCount, count;

    // Sums above it are candidates'.
    private int bar = -1;

    /// <summary>Takes the next rows; false where candidates are too many, as of a catalog with many codes that are the same.</summary>
    /// <param name="block">their sums</param>
    /// <param name="first">the first of them</param>
    /// <param name="leftOut">rows that are no candidates, if there are such</param>
    public bool TryTake(ReadOnlySpan<ushort> block, int first, ItemMask? leftOut)
    {
        int at = 0;
        for (; at <= block.Length - Piece; at += Piece)
        {
            ReadOnlySpan<ushort> piece = block.Slice(at, Piece);
            if (bar >= 0 && !AnyAboveBar(piece)) continue;
            for (int part = 0; part < Piece; part += Some)
            {
                uint above = bar < 0 ? ushort.MaxValue : AboveBar(piece[part..]);
                for (; above != 0; above &= above - 1)
                {
                    int i = part + BitOperations.TrailingZeroCount(above);
                    if (!TryOffer(first + at + i, piece[i], leftOut)) return false;
                }
            }
        }

        for (; at < block.Length; at++)
        {
            if (!TryOffer(first + at, block[at], leftOut)) return false;
        }

        return true;
    }

    /// <summary>How many candidates there are; they ascend.</summary>
    public int Finish()
    {
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if (sums[i] > bar) (rows[kept], sums[kept++]) = (rows[i], sums[i]);
        }

        return count = kept;
    }

    private readonly bool AnyAboveBar(ReadOnlySpan<ushort> piece)
    {
        Vector<ushort> most = default;
        foreach (Vector<ushort> some in MemoryMarshal.Cast<ushort, Vector<ushort>>(piece)) most = Vector.Max(most, some);
        return Vector.GreaterThanAny(most, new Vector<ushort>((ushort)bar));
    }

    private bool TryOffer(int row, ushort sum, ItemMask? leftOut) => sum <= bar || leftOut?.Holds(row) == true || TryAdd(row, sum);

    private bool TryAdd(int row, ushort sum)
    {
        if (count == rows.Length && Finish() > rows.Length / 2) return false;
        (rows[count], sums[count++]) = (row, sum);
        if (bestCount < best.Length)
        {
            best[..bestCount].CopyTo(best[1..]);
            bestCount++;
        }
        else if (sum <= best[0])
        {
            return true;
        }

        int place = 1;
        for (; place < bestCount && best[place] < sum; place++) best[place - 1] = best[place];
        best[place - 1] = sum;
        if (bestCount == best.Length) bar = Math.Max(-1, best[0] - doubt - 1);
        return true;
    }
}
