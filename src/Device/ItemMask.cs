using System.Numerics;

namespace OnDeviceRec.Device;

/// <summary>The rows that a filter leaves out, a bit each.</summary>
internal sealed class ItemMask(int items)
{
    private const int WordBits = 64;

    private readonly ulong[] words = new ulong[(items + WordBits - 1) / WordBits];

    /// <exception cref="ArgumentException">The filter speaks of items that the model does not have.</exception>
    public void Set(RecommendationFilter filter, ReadOnlySpan<int> seenRows)
    {
        if (filter.Allowed.IsEmpty)
        {
            words.AsSpan().Clear();
        }
        else
        {
            if (filter.Allowed.Length != words.Length)
                throw new ArgumentException($"Filter: {filter.Allowed.Length} words of allowed items, {items} items have {words.Length}.");
            for (int i = 0; i < words.Length; i++) words[i] = ~filter.Allowed[i];
        }

        foreach (int item in filter.Denied)
        {
            if (item < 1 || item > items) throw new ArgumentException($"Filter: denied item {item} is not within 1..{items}.");
            Add(item - 1);
        }

        if (!filter.ExcludeSeen) return;
        foreach (int row in seenRows) Add(row);
    }

    /// <summary>Puts −∞ in the place of the scores, from row <paramref name="first"/> on, that are left out.</summary>
    public void Apply(int first, Span<float> scores)
    {
        for (int at = 0; at < scores.Length;)
        {
            int row = first + at, bit = row % WordBits, count = Math.Min(WordBits - bit, scores.Length - at);
            ulong word = words[row / WordBits] >> bit;
            if (count < WordBits) word &= (1UL << count) - 1;
            for (; word != 0; word &= word - 1) scores[at + BitOperations.TrailingZeroCount(word)] = float.NegativeInfinity;
            at += count;
        }
    }

    /// <summary>Whether a row is left out.</summary>
    public bool Holds(int row) => (words[row / WordBits] >> (row % WordBits) & 1) != 0;

    private void Add(int row) => words[row / WordBits] |= 1UL << (row % WordBits);
}
