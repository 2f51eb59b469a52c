namespace OnDeviceRec.Tensors;

/// <summary>Some of the catalog's rows in the order of the ranks that have them (<see cref="Sharing.FirstItemOf"/>).</summary>
public sealed class RowsByOwner
{
    private int[] rows = [], offsets = [], sized = [];
    private int count;

    /// <summary>The rows, those of rank 0 first, and of one rank in the order given.</summary>
    public ReadOnlySpan<int> Rows => rows.AsSpan(0, count);

    /// <summary>The first place of this rank's rows.</summary>
    public int From { get; private set; }

    /// <summary>The place behind its last one.</summary>
    public int To { get; private set; }

    /// <summary>Sorts rows.</summary>
    /// <param name="sharing">The ranks.</param>
    /// <param name="given">The rows, from 0; repeats are kept.</param>
    /// <param name="items">V.</param>
    public void Sort(Sharing sharing, ReadOnlySpan<int> given, int items)
    {
        int ranks = sharing.Collectives.Ranks;
        if (rows.Length < given.Length) rows = new int[given.Length];
        if (offsets.Length == 0) (offsets, sized) = (new int[ranks + 1], new int[ranks + 1]);
        count = 0;
        for (int rank = 0; rank < ranks; rank++)
        {
            (offsets[rank], int from, int to) = (count, sharing.FirstItemOf(rank, items), sharing.FirstItemOf(rank + 1, items));
            foreach (int row in given)
                if (row >= from && row < to) rows[count++] = row;
        }

        offsets[ranks] = count;
        (From, To) = (offsets[sharing.Collectives.Rank], offsets[sharing.Collectives.Rank + 1]);
    }

    /// <summary>Where each rank's part begins if a row has so many values, [Ranks + 1]; holds until the next call.</summary>
    /// <param name="valuesOfRow">The values.</param>
    public ReadOnlySpan<int> Offsets(int valuesOfRow)
    {
        for (int k = 0; k < sized.Length; k++) sized[k] = checked(offsets[k] * valuesOfRow);
        return sized;
    }
}
