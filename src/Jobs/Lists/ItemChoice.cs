using OnDeviceRec.Device;

namespace OnDeviceRec.Jobs.Lists;

/// <summary>Which items lists may hold, kept for many lists. The default leaves nothing out.</summary>
public sealed record ItemChoice
{
    private const int WordBits = 64;

    /// <summary>Whether the session's own items are left out, also those that are older than what the model looks back on.</summary>
    public bool ExcludeSeen { get; init; }

    /// <summary>Items 1..V to leave out.</summary>
    public int[] Denied { get; init; } = [];

    /// <summary>The items that may be listed, a bit each, as in <see cref="RecommendationFilter.Allowed"/>; empty allows all.</summary>
    public ulong[] Allowed { get; init; } = [];

    /// <summary>The same as the runtime's filter.</summary>
    /// <param name="session">The whole session, items 1..V; the runtime's history holds the end of it alone.</param>
    public RecommendationFilter After(ReadOnlySpan<int> session) =>
        new() { Denied = ExcludeSeen ? [.. Denied, .. session] : Denied, Allowed = Allowed };

    /// <summary>A bit for each of some items.</summary>
    /// <param name="items">The items, 1..V.</param>
    /// <param name="count">V.</param>
    public static ulong[] Bits(ReadOnlySpan<int> items, int count)
    {
        var words = new ulong[(count + WordBits - 1) / WordBits];
        foreach (int item in items) words[(item - 1) / WordBits] |= 1UL << ((item - 1) % WordBits);
        return words;
    }
}
