namespace OnDeviceRec.Baselines.SequenceKnn;

/// <summary>The items of the present sequence: how often each occurs, and how long ago it did last.</summary>
/// <param name="items">V; every row is below it.</param>
internal sealed class OwnItems(int items)
{
    private readonly List<int> sequence = [];
    private readonly int[] counts = new int[items], lasts = new int[items];

    /// <summary>How many items the sequence has.</summary>
    public int Length => sequence.Count;

    /// <summary>Whether the row occurs.</summary>
    public bool Holds(int row) => counts[row] > 0;

    /// <summary>How often the row occurs.</summary>
    public int CountOf(int row) => counts[row];

    /// <summary>How many items came after the last occurrence of a row that occurs.</summary>
    public int AgeOf(int row) => Length - 1 - lasts[row];

    /// <summary>The row with so many items after it; false where it occurs again among these.</summary>
    public bool IsLast(int age, out int row)
    {
        row = sequence[^(age + 1)];
        return AgeOf(row) == age;
    }

    public void Clear()
    {
        foreach (int row in sequence) counts[row] = 0;
        sequence.Clear();
    }

    public void Append(int row)
    {
        lasts[row] = sequence.Count;
        counts[row]++;
        sequence.Add(row);
    }
}
