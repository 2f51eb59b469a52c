using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>Rows in consecutive segments: segment b has rows offsets[b] to offsets[b + 1] − 1, none included.</summary>
internal static class Segments
{
    /// <summary>The check of every operation over segments.</summary>
    /// <param name="offsets">[B + 1], from 0, ascending, to the number of rows.</param>
    /// <param name="rows">The shape of what is divided.</param>
    /// <param name="operation">For the message.</param>
    /// <exception cref="ArgumentException">The offsets do not divide the rows.</exception>
    public static void Check(ReadOnlySpan<int> offsets, Shape rows, string operation)
    {
        if (offsets.IsEmpty || offsets[0] != 0) throw new ArgumentException($"{operation}: the offsets do not begin with 0.");
        for (int b = 1; b < offsets.Length; b++)
        {
            if (offsets[b] < offsets[b - 1])
                throw new ArgumentException($"{operation}: the offsets fall from {offsets[b - 1]} to {offsets[b]} (at {b}).");
        }

        if (offsets[^1] != rows.Rows) throw new ArgumentException($"{operation}: the offsets end at {offsets[^1]}, the rows are {rows}.");
    }

    /// <summary>The average work of a segment of rows with the given shape, in units of <see cref="ParallelRows"/>.</summary>
    public static long WorkASegment(ReadOnlySpan<int> offsets, Shape rows) => rows.Count / Math.Max(offsets.Length - 1, 1);
}
