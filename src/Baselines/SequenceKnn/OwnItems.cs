namespace OnDeviceRec.Baselines.SequenceKnn;

/// <summary>The distinct items of the present sequence, in the order of their last occurrence.</summary>
internal sealed class OwnItems
{
    private readonly List<(int Row, int Count, int Last)> items = [];
    private int length;

    /// <summary>How many distinct items there are.</summary>
    public int Count => items.Count;

    /// <summary>
    /// The item whose last occurrence is the i-th oldest: its row, its occurrences, and how many items came after the last.
    /// </summary>
    public (int Row, int Count, int Age) this[int index]
    {
        get
        {
            (int row, int count, int last) = items[index];
            return (row, count, length - 1 - last);
        }
    }

    public bool Holds(int row)
    {
        foreach ((int held, _, _) in items)
            if (held == row) return true;
        return false;
    }

    public void Clear()
    {
        items.Clear();
        length = 0;
    }

    public void Append(int row)
    {
        int place = 0, count = 1;
        while (place < items.Count && items[place].Row != row) place++;
        if (place < items.Count)
        {
            count += items[place].Count;
            items.RemoveAt(place);
        }

        items.Add((row, count, length++));
    }
}
