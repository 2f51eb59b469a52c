using System.Diagnostics;

namespace OnDeviceRec.Jobs.Lists;

/// <summary>A session that a person makes up as they go, with the list after each step.</summary>
/// <param name="maker">Makes the lists.</param>
public sealed class Trial(ListMaker maker)
{
    private readonly List<int> session = [];
    private int known;
    private int[] before = [];

    /// <summary>The session's items, oldest first.</summary>
    public IReadOnlyList<int> Session => session;

    /// <summary>Has the code compiled as it stays, which the compiler does only after many calls and some time.</summary>
    public void WarmUp()
    {
        const double Seconds = 0.5;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds;)
        {
            // Several items anew, as after undo, and one more.
            maker.After([1, 1, 1]);
            maker.After([1, 1, 1, 1], known: 3);
        }
    }

    /// <summary>Appends items.</summary>
    /// <param name="items">Items 1..V, the most recent last.</param>
    public void Append(ReadOnlySpan<int> items) => session.AddRange(items);

    /// <summary>Takes the last item back.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Undo()
    {
        if (session.Count == 0) return false;
        session.RemoveAt(session.Count - 1);
        known = 0;
        return true;
    }

    /// <summary>Forgets the session.</summary>
    public void Clear()
    {
        session.Clear();
        known = 0;
    }

    /// <summary>The list after the session, and how it differs from the last one.</summary>
    /// <exception cref="InvalidOperationException">The session is empty.</exception>
    public TrialList List()
    {
        if (session.Count == 0) throw new InvalidOperationException("The session is empty: append an item first.");
        int[] all = [.. session];
        RecommendedList list = known == 0 ? maker.After(all) : maker.After(all, known);
        known = all.Length;
        int?[] climbed = Array.ConvertAll(list.Items, item => Array.IndexOf(before, item) is >= 0 and int place ? place : (int?)null);
        for (int i = 0; i < climbed.Length; i++) climbed[i] -= i;
        before = list.Items;
        return new TrialList(list, climbed, maker.Micros);
    }
}
