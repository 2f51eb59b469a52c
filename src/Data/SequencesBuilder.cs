namespace OnDeviceRec.Data;

/// <summary>Collects sequences item by item. After <see cref="Build"/> it is empty and can be used again.</summary>
public sealed class SequencesBuilder
{
    private List<int> items = [];
    private List<int> offsets = [0];

    /// <summary>Number of ended sequences.</summary>
    public int Count => offsets.Count - 1;

    /// <summary>Number of items of the sequence not yet ended.</summary>
    public int PendingLength => items.Count - offsets[^1];

    /// <summary>Adds an item to the sequence under way.</summary>
    /// <param name="row">The item's row, counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row is negative.</exception>
    public void Append(int row)
    {
        if (row < 0) throw new ArgumentOutOfRangeException(nameof(row), $"SequencesBuilder: row {row} is negative; rows count from 0.");
        items.Add(row);
    }

    /// <summary>Ends the sequence under way, be it empty.</summary>
    public void EndSequence() => offsets.Add(items.Count);

    /// <summary>Forgets the sequence under way.</summary>
    public void DiscardPending() => items.RemoveRange(offsets[^1], PendingLength);

    /// <summary>The ended sequences, in order.</summary>
    /// <exception cref="InvalidOperationException">A sequence is not ended.</exception>
    public Sequences Build()
    {
        if (PendingLength > 0)
            throw new InvalidOperationException($"SequencesBuilder: {PendingLength} items belong to no ended sequence.");
        var built = new Sequences([.. items], [.. offsets], 0, Count);
        items = [];
        offsets = [0];
        return built;
    }
}
