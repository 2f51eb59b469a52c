namespace OnDeviceRec.Autograd;

/// <summary>Some rows of a matrix, each once, in the order in which they came first.</summary>
/// <param name="count">The rows of the matrix.</param>
internal sealed class RowSet(int count)
{
    private readonly bool[] contains = new bool[count];
    private readonly int[] rows = new int[count];

    /// <summary>How many rows are in the set.</summary>
    public int Count { get; private set; }

    /// <summary>The row that came at a place.</summary>
    public int this[int index] => rows[index];

    /// <summary>Adds rows that are not yet in it.</summary>
    public void Add(ReadOnlySpan<int> added)
    {
        foreach (int row in added)
        {
            if (contains[row]) continue;
            contains[row] = true;
            rows[Count++] = row;
        }
    }

    /// <summary>Empties the set, at the cost of its rows.</summary>
    public void Clear()
    {
        for (int i = 0; i < Count; i++) contains[rows[i]] = false;
        Count = 0;
    }
}
