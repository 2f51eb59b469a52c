using OnDeviceRec.Device.Transformer;

namespace OnDeviceRec.Device;

/// <summary>
/// What one user did last, for one model: its T_max most recent items and all working memory that a recommendation needs, taken once.
/// What the encoder has made of an item stays here, so that a new item costs one position and not the whole window; once the window is
/// full every position moves with each item and all of them are encoded anew. Not for more than one thread at a time.
/// </summary>
public sealed class History
{
    internal readonly DeviceModel Model;
    internal readonly EncoderState State;
    internal readonly AlignedArray<float> TableScratch;
    internal readonly ItemMask Mask;

    /// <summary>Room for the scores of a block.</summary>
    internal readonly AlignedArray<float> Scores;

    private readonly int[] rows;

    private float[] list = [];

    /// <summary>An empty history.</summary>
    /// <param name="model">The model it is for.</param>
    public History(DeviceModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        rows = new int[model.Configuration.Encoder.MaxLength];
        State = new EncoderState(model.Configuration);
        TableScratch = new AlignedArray<float>(model.Table.ScratchLength);
        Mask = new ItemMask(model.Configuration.Items);
        Scores = new AlignedArray<float>(Math.Min(model.Table.BlockItems, model.Configuration.Items));
    }

    /// <summary>Bytes that <see cref="Save"/> writes now: 16 and 4 an item.</summary>
    public int SavedLength => HistoryBytes.Length(Count);

    /// <summary>Items held, at most <see cref="Capacity"/>.</summary>
    public int Count { get; private set; }

    /// <summary>T_max: how many of the most recent items are held.</summary>
    public int Capacity => rows.Length;

    /// <summary>The items' rows, oldest first.</summary>
    internal ReadOnlySpan<int> Rows => rows.AsSpan(0, Count);

    /// <summary>Room for the scores of a list that are not asked for.</summary>
    internal Span<float> RoomForList(int length)
    {
        if (list.Length < length) list = new float[length];
        return list.AsSpan(0, length);
    }

    /// <summary>Adds the most recent item; the oldest goes when the history is full.</summary>
    /// <param name="item">Its id, 1..V.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model has no such item.</exception>
    public void Append(int item)
    {
        int items = Model.Configuration.Items, width = Model.Configuration.Encoder.Width;
        if (item < 1 || item > items) throw new ArgumentOutOfRangeException(nameof(item), $"Item {item} is not within 1..{items}.");
        if (Count == rows.Length)
        {
            rows.AsSpan(1).CopyTo(rows);
            Count--;
            State.Rows.Span[width..].CopyTo(State.Rows.Span);
            State.Encoded = 0;
        }

        Model.Table.ReadRow(item - 1, State.Rows.Span.Slice(Count * width, width), TableScratch.Span);
        rows[Count++] = item - 1;
    }

    /// <summary>Forgets all items.</summary>
    public void Clear() => Count = State.Encoded = 0;

    /// <summary>Writes the items' ids, to go on from later, with this model or another one of the same catalog.</summary>
    /// <param name="bytes">Room for at least <see cref="SavedLength"/> bytes.</param>
    /// <returns>Bytes written: <see cref="SavedLength"/>.</returns>
    /// <exception cref="ArgumentException">There is not enough room.</exception>
    public int Save(Span<byte> bytes)
    {
        if (bytes.Length < SavedLength) throw new ArgumentException($"Save: room for {bytes.Length} bytes, {SavedLength} are needed.");
        HistoryBytes.Write(Rows, bytes);
        return SavedLength;
    }

    /// <summary>Takes the saved items in the place of those held; of more than <see cref="Capacity"/> the most recent.</summary>
    /// <param name="bytes">What <see cref="Save"/> wrote, and nothing more.</param>
    /// <exception cref="HistoryFormatException">The bytes are no history of this model's items; what was held stays.</exception>
    public void Restore(ReadOnlySpan<byte> bytes)
    {
        int count = HistoryBytes.Check(bytes, Model.Configuration.Items);
        Clear();
        for (int i = Math.Max(0, count - Capacity); i < count; i++) Append((int)HistoryBytes.Item(bytes, i));
    }
}
