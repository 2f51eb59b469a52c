namespace OnDeviceRec.Device;

/// <summary>Which items a list may hold. The default leaves nothing out; an item is listed if nothing speaks against it.</summary>
public readonly ref struct RecommendationFilter
{
    /// <summary>
    /// Leaves out the items that the history holds: the last <see cref="History.Capacity"/>. Those that were appended before them are
    /// listed unless they are <see cref="Denied"/>.
    /// </summary>
    public bool ExcludeSeen { get; init; }

    /// <summary>
    /// The items that may be listed, a bit each: item v is bit (v − 1) mod 64 of word (v − 1) / 64; ⌈V/64⌉ words. Empty allows all.
    /// </summary>
    public ReadOnlySpan<ulong> Allowed { get; init; }

    /// <summary>Ids of items to leave out, in any order.</summary>
    public ReadOnlySpan<int> Denied { get; init; }

    internal bool IsEmpty => !ExcludeSeen && Allowed.IsEmpty && Denied.IsEmpty;
}
