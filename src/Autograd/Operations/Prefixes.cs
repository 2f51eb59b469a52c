using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// Sequences of rows laid end to end, and prefixes of them: sequence s has rows Offsets[s] to Offsets[s + 1] − 1, and of it are the
/// prefixes Firsts[s] to Firsts[s + 1] − 1, shorter ones first; prefix b has the rows from its sequence's first to Lasts[b], that one
/// included (an empty prefix ends one row before its sequence). A row may be in many prefixes, all of one sequence: sequences are the
/// unit of parallel work.
/// </summary>
/// <param name="Offsets">[S + 1], from 0, ascending, to the number of rows.</param>
/// <param name="Firsts">[S + 1], from 0, ascending, to B.</param>
/// <param name="Lasts">[B], ascending within a sequence.</param>
/// <remarks>All three must stay as they are until the tape is reset.</remarks>
public readonly record struct Prefixes(ReadOnlyMemory<int> Offsets, ReadOnlyMemory<int> Firsts, ReadOnlyMemory<int> Lasts)
{
    /// <summary>S.</summary>
    public int Sequences => Offsets.Length - 1;

    /// <summary>B.</summary>
    public int Count => Lasts.Length;

    /// <summary>The check of every operation over prefixes.</summary>
    /// <param name="rows">The shape of what is divided.</param>
    /// <param name="operation">For the message.</param>
    /// <exception cref="ArgumentException">These are no prefixes of those rows.</exception>
    internal void Check(Shape rows, string operation)
    {
        Segments.Check(Offsets.Span, rows, operation);
        ReadOnlySpan<int> offsets = Offsets.Span, firsts = Firsts.Span, lasts = Lasts.Span;
        if (firsts.Length != offsets.Length || firsts[0] != 0 || firsts[^1] != lasts.Length)
            throw new ArgumentException($"{operation}: the first prefixes of {Sequences} sequences do not run from 0 to {Count}.");
        for (int s = 0; s + 1 < offsets.Length; s++)
        {
            if (firsts[s + 1] < firsts[s])
                throw new ArgumentException($"{operation}: the first prefixes fall from {firsts[s]} to {firsts[s + 1]} (at {s + 1}).");
            int previous = offsets[s] - 1;
            for (int b = firsts[s]; b < firsts[s + 1]; b++)
            {
                if (lasts[b] < previous || lasts[b] >= offsets[s + 1])
                {
                    throw new ArgumentException(
                        $"{operation}: prefix {b} ends with row {lasts[b]}, expected {previous} to {offsets[s + 1] - 1}.");
                }

                previous = lasts[b];
            }
        }
    }

    /// <summary>The rows of the longest prefix.</summary>
    internal int Longest()
    {
        int longest = 0;
        for (int s = 0; s < Sequences; s++)
        {
            int first = Firsts.Span[s], end = Firsts.Span[s + 1];
            if (end > first) longest = Math.Max(longest, Lasts.Span[end - 1] + 1 - Offsets.Span[s]);
        }

        return longest;
    }

    /// <summary>The rows of all prefixes of a sequence together, on average, rounded up: what its work goes with.</summary>
    internal long RowsASequence()
    {
        long rows = 0;
        for (int s = 0; s < Sequences; s++)
        {
            for (int b = Firsts.Span[s]; b < Firsts.Span[s + 1]; b++) rows += Lasts.Span[b] + 1 - Offsets.Span[s];
        }

        return (rows / Math.Max(Sequences, 1)) + 1;
    }
}
