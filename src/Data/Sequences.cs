namespace OnDeviceRec.Data;

/// <summary>
/// Sequences of item rows (item id v is row v − 1), stored end to end without padding: sequence s is
/// <c>store[offsets[s] .. offsets[s + 1]]</c>. Immutable.
/// </summary>
public sealed class Sequences
{
    private readonly int[] store;
    private readonly int[] offsets;
    private readonly int first;

    /// <summary>Takes both arrays over; the view is the sequences first .. first + count − 1.</summary>
    internal Sequences(int[] store, int[] offsets, int first, int count)
    {
        this.store = store;
        this.offsets = offsets;
        this.first = first;
        Count = count;
    }

    /// <summary>No sequences at all.</summary>
    public static Sequences Empty { get; } = new([], [0], 0, 0);

    /// <summary>Number of sequences.</summary>
    public int Count { get; }

    /// <summary>Number of items of all sequences together.</summary>
    public int ItemCount => offsets[first + Count] - offsets[first];

    /// <summary>The rows of all sequences, end to end, <c>[ItemCount]</c>.</summary>
    public ReadOnlyMemory<int> Items => store.AsMemory(offsets[first], ItemCount);

    /// <summary>The rows of one sequence, oldest first.</summary>
    /// <param name="index">0 .. Count − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public ReadOnlySpan<int> this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(index), $"Sequences: index {index} of {Count} sequences.");
            int start = offsets[first + index];
            return store.AsSpan(start, offsets[first + index + 1] - start);
        }
    }

    /// <summary>Copies the given sequences of rows.</summary>
    /// <param name="sequences">Each one's rows, oldest first.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row is negative.</exception>
    public static Sequences Of(params ReadOnlySpan<int[]> sequences)
    {
        var builder = new SequencesBuilder();
        foreach (int[] sequence in sequences)
        {
            foreach (int row in sequence) builder.Append(row);
            builder.EndSequence();
        }

        return builder.Build();
    }

    /// <summary>A view of consecutive sequences; nothing is copied.</summary>
    /// <param name="range">Which sequences, e.g. <c>..10</c> or <c>^5..</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range reaches outside 0 .. Count.</exception>
    public Sequences Take(Range range)
    {
        (int offset, int length) = range.GetOffsetAndLength(Count);
        return new Sequences(store, offsets, first + offset, length);
    }
}
