namespace OnDeviceRec.Device;

/// <summary>
/// What one user did last, for one model: its T_max most recent items and all working memory that a recommendation needs, taken once.
/// What the encoder has made of an item stays here, so that a new item costs one position and not the whole window; once the window is
/// full every position moves with each item and all of them are encoded anew. Not for more than one thread at a time.
/// </summary>
public sealed class History
{
    private readonly int[] rows;
    private readonly int[] sorted;

    /// <summary>An empty history.</summary>
    /// <param name="model">The model it is for.</param>
    public History(DeviceModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        rows = new int[model.Configuration.MaxLength];
        sorted = new int[rows.Length];
        State = new EncoderState(model.Configuration);
        TableScratch = new AlignedFloats(model.Table.ScratchLength);
        Scores = new AlignedFloats(Math.Min(model.Table.BlockItems, model.Configuration.Items));
    }

    /// <summary>Items held, at most <see cref="Capacity"/>.</summary>
    public int Count { get; private set; }

    /// <summary>T_max: how many of the most recent items are held.</summary>
    public int Capacity => rows.Length;

    internal DeviceModel Model { get; }

    /// <summary>The items' rows, oldest first.</summary>
    internal ReadOnlySpan<int> Rows => rows.AsSpan(0, Count);

    internal EncoderState State { get; }

    internal AlignedFloats TableScratch { get; }

    /// <summary>Room for the scores of a block.</summary>
    internal AlignedFloats Scores { get; }

    /// <summary>Adds the most recent item; the oldest goes when the history is full.</summary>
    /// <param name="item">Its id, 1..V.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model has no such item.</exception>
    public void Append(int item)
    {
        int items = Model.Configuration.Items;
        if (item < 1 || item > items) throw new ArgumentOutOfRangeException(nameof(item), $"Item {item} is not within 1..{items}.");
        if (Count == rows.Length)
        {
            rows.AsSpan(1).CopyTo(rows);
            Count--;
            State.Encoded = 0;
        }

        rows[Count++] = item - 1;
    }

    /// <summary>Forgets all items.</summary>
    public void Clear() => Count = State.Encoded = 0;

    /// <summary>The items' rows, ascending, each once.</summary>
    internal ReadOnlySpan<int> SortedRows()
    {
        Span<int> all = sorted.AsSpan(0, Count);
        Rows.CopyTo(all);
        all.Sort();
        int distinct = 0;
        foreach (int row in all)
        {
            if (distinct == 0 || row != all[distinct - 1]) all[distinct++] = row;
        }

        return all[..distinct];
    }
}
