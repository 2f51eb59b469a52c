using System.Runtime.Intrinsics.X86;

namespace OnDeviceRec.Kernels;

/// <summary>What the next products want is fetched into the second-level cache while this one computes, lines with every tile.</summary>
/// <remarks>
/// A product of a batch with a part of a large table needs the memory for a tenth of its time, and yet waits for it for a quarter of its
/// time if it is not fetched beforehand: a processor foresees what lies in a row, but neither beyond a page nor the next operand.
/// </remarks>
internal static unsafe partial class Gemm
{
    private const int Line = 64;

    /// <summary>Part of a matrix, lines of memory in rows.</summary>
    public readonly struct Region(float* data, int rows, int columns, nint rowStride)
    {
        public readonly byte* Data = (byte*)data;
        public readonly int Rows = rows, LinesOfRow = ((columns * sizeof(float)) + Line - 1) / Line;
        public readonly nint RowStride = rowStride * sizeof(float);

        /// <summary>Numbers that lie in a row; may be none.</summary>
        public Region(float* data, int length)
            : this(data, Math.Min(length, 1), length, 0)
        {
        }

        public int Lines => Rows * LinesOfRow;
    }

    /// <summary>One region after the other, in equal parts.</summary>
    public struct Ahead(Region first, Region second = default)
    {
        private Region region = first, next = second;
        private int row, line, linesATile;

        public void ShareOut(int tiles) => linesATile = (region.Lines + next.Lines + tiles - 1) / tiles;

        /// <summary>Asks for a part, where the processor can be asked.</summary>
        public void Fetch()
        {
            if (!Sse.IsSupported) return;
            for (int left = linesATile; left > 0;)
            {
                if (row == region.Rows)
                {
                    (region, next, row) = (next, default, 0);
                    if (region.Rows == 0) return;
                }

                int count = Math.Min(left, region.LinesOfRow - line);
                byte* from = region.Data + (row * region.RowStride) + ((nint)line * Line), end = from + ((nint)count * Line);
                for (; from < end; from += Line) Sse.Prefetch1(from);
                (left, line) = (left - count, line + count);
                if (line == region.LinesOfRow) (row, line) = (row + 1, 0);
            }
        }
    }
}
