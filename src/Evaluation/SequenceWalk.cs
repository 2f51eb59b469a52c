using OnDeviceRec.Data;

namespace OnDeviceRec.Evaluation;

/// <summary>One thread's way through sequences with its ranker.</summary>
/// <param name="ranker">The ranker.</param>
/// <param name="items">V.</param>
internal sealed class SequenceWalk(IRanker ranker, int items)
{
    private readonly int[] list = new int[RankedList.Length(items)];

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
            RankedList.Check(ranker, new Example(index, k), ranker.Top(list), list, items);
            int rank = list.IndexOf(sequence[k]);
            ranks[k - minPrefix] = (byte)(rank < 0 ? Metric.MaxCutoff : rank);
        }
    }
}
