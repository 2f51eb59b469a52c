namespace OnDeviceRec.Data.Layouts;

/// <summary>Events in columns, 16 bytes each: whose, of which item, when; in the order in which they were added.</summary>
internal sealed class EventLog
{
    private readonly Column<int> owners = new(), items = new();
    private readonly Column<long> times = new();
    private readonly Numbering ownerNumbers = new(), itemNumbers = new();

    public int Count => times.Count;

    /// <summary>Number of different items.</summary>
    public int Items => itemNumbers.Count;

    public void Add(ReadOnlySpan<char> owner, ReadOnlySpan<char> item, long time)
    {
        owners.Add(ownerNumbers.Of(owner));
        items.Add(itemNumbers.Of(item));
        times.Add(time);
    }

    public int Owner(int index) => owners[index];

    public int Item(int index) => items[index];

    public long Time(int index) => times[index];

    /// <summary>The own id of each item.</summary>
    public string[] ItemIds() => itemNumbers.Texts();

    /// <summary>All events, owner by owner, each one's in the order of time, those of one time as they were added.</summary>
    public int[] InOrder()
    {
        int[] ends = new int[ownerNumbers.Count + 1];
        for (int i = 0; i < Count; i++) ends[owners[i] + 1]++;
        for (int o = 1; o < ends.Length; o++) ends[o] += ends[o - 1];
        int[] order = new int[Count];
        for (int i = 0; i < Count; i++) order[ends[owners[i]]++] = i;
        // Now ends[o] is where owner o ends.
        for (int o = 0; o < ownerNumbers.Count; o++) SortByTime(order.AsSpan((o == 0 ? 0 : ends[o - 1])..ends[o]));
        return order;
    }

    private void SortByTime(Span<int> events)
    {
        for (int i = 1; i < events.Length; i++)
        {
            if (times[events[i - 1]] <= times[events[i]]) continue;
            events.Sort((a, b) => times[a] == times[b] ? a.CompareTo(b) : times[a].CompareTo(times[b]));
            return;
        }
    }
}
