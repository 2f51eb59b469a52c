using OnDeviceRec.Models.Baselines;

namespace OnDeviceRec.Evaluation;

/// <summary>One thread's way through sequences with its ranker, whose lists it does not believe unchecked.</summary>
/// <param name="ranker">The ranker.</param>
/// <param name="items">V.</param>
internal sealed class SequenceWalk(IRanker ranker, int items)
{
    private readonly int[] list = new int[Math.Min(Metric.MaxCutoff, items)];

    /// <summary>Finds the rank of the target of every example of a sequence.</summary>
    /// <param name="index">The sequence's number, for messages.</param>
    /// <param name="sequence">Its rows, oldest first.</param>
    /// <param name="minPrefix">Length of the first example's prefix.</param>
    /// <param name="ranks">Receives the ranks: <c>[n − minPrefix]</c>.</param>
    public void Rank(int index, ReadOnlySpan<int> sequence, int minPrefix, Span<byte> ranks)
    {
        ranker.Begin();
        for (int k = 1; k < sequence.Length; k++)
        {
            ranker.Append(sequence[k - 1]);
            if (k < minPrefix) continue;
            Array.Fill(list, -1);
            int count = ranker.Top(list);
            if (FaultOf(count) is string fault)
                throw new InvalidOperationException($"{ranker.GetType().Name} after {k} items of sequence {index}: {fault}.");
            int rank = list.IndexOf(sequence[k]);
            ranks[k - minPrefix] = (byte)(rank < 0 ? Metric.MaxCutoff : rank);
        }
    }

    private string? FaultOf(int count)
    {
        if (count != list.Length) return $"a list of {count} items where {list.Length} were asked for";
        for (int place = 0; place < list.Length; place++)
        {
            int row = list[place];
            if ((uint)row >= (uint)items) return $"row {row} at place {place} is none of the {items} rows of the catalogue";
            if (list.AsSpan(0, place).Contains(row)) return $"row {row} stands twice, the second time at place {place}";
        }

        return null;
    }
}
