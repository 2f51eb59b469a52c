using System.Numerics;
using OnDeviceRec.Data;

namespace OnDeviceRec.Evaluation;

/// <summary>
/// Cuts examples three ways: repeat or new target, head or tail target, length of the prefix. Each way takes every example once.
/// </summary>
internal static class Slicing
{
    private const int Repeat = 0, New = 1, Head = 2, Tail = 3, FirstLength = 4;

    private static readonly string[] Names =
    [
        "repeat", "new", "head", "tail", "prefix 1", "prefix 2-3", "prefix 4-7", "prefix 8-15", "prefix 16-31", "prefix 32+",
    ];

    /// <summary>The slices that hold an example, always in the same order.</summary>
    /// <param name="examples">All examples.</param>
    /// <param name="ranks">The rank of each one's target.</param>
    /// <param name="isHead">Whether each row is a head item, <c>[V]</c>.</param>
    public static Slice[] Cut(Examples examples, ReadOnlySpan<byte> ranks, bool[] isHead)
    {
        var histograms = Array.ConvertAll(Names, _ => new RankHistogram());
        var seen = new HashSet<int>();
        int sequence = -1, walked = 0;
        for (int i = 0; i < examples.Count; i++)
        {
            (int of, int k) = examples[i];
            if (of != sequence)
            {
                seen.Clear();
                (sequence, walked) = (of, 0);
            }

            ReadOnlySpan<int> prefix = examples.Prefix(i);
            for (; walked < k; walked++) seen.Add(prefix[walked]);
            int target = examples.Target(i);
            histograms[seen.Contains(target) ? Repeat : New].Add(ranks[i]);
            histograms[isHead[target] ? Head : Tail].Add(ranks[i]);
            histograms[Math.Min(FirstLength + BitOperations.Log2((uint)k), Names.Length - 1)].Add(ranks[i]);
        }

        return
        [
            .. Names.Zip(histograms)
                .Where(slice => slice.Second.Total > 0)
                .Select(slice => new Slice(
                    slice.First, slice.Second.Total, (double)slice.Second.Total / examples.Count, new Metrics(slice.Second))),
        ];
    }
}
