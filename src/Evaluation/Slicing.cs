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

    /// <summary>The slices that each example is in, a bit for each.</summary>
    /// <param name="examples">All examples.</param>
    /// <param name="isHead">Whether each row is a head item, <c>[V]</c>.</param>
    public static ushort[] Of(Examples examples, bool[] isHead)
    {
        ushort[] slices = new ushort[examples.Count];
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
            int target = examples.Target(i), length = Math.Min(FirstLength + BitOperations.Log2((uint)k), Names.Length - 1);
            slices[i] = (ushort)(1 << (seen.Contains(target) ? Repeat : New) | 1 << (isHead[target] ? Head : Tail) | 1 << length);
        }

        return slices;
    }

    /// <summary>The bit of a slice.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is no such slice.</exception>
    public static ushort Bit(string name) => Array.IndexOf(Names, name) is >= 0 and var place
        ? (ushort)(1 << place)
        : throw new ArgumentException($"Slicing: '{name}' is none of {string.Join(", ", Names)}.", nameof(name));

    /// <summary>The slices that hold an example, always in the same order.</summary>
    /// <param name="slices">As <see cref="Of"/> makes them.</param>
    /// <param name="ranks">The rank of each example's target.</param>
    public static Slice[] Cut(ReadOnlySpan<ushort> slices, ReadOnlySpan<byte> ranks)
    {
        var cut = new List<Slice>();
        foreach (string name in Names)
        {
            ushort bit = Bit(name);
            var histogram = new RankHistogram();
            for (int i = 0; i < ranks.Length; i++)
                if ((slices[i] & bit) != 0) histogram.Add(ranks[i]);
            if (histogram.Total > 0)
                cut.Add(new Slice(name, histogram.Total, (double)histogram.Total / ranks.Length, new Metrics(histogram)));
        }

        return [.. cut];
    }
}
