namespace OnDeviceRec.Device.Native;

/// <summary>odr_filter.</summary>
internal readonly unsafe struct Filter
{
    public ulong* Allowed { get; init; }

    public nuint AllowedWords { get; init; }

    public int* Denied { get; init; }

    public nuint DeniedCount { get; init; }

    public int ExcludeSeen { get; init; }

    /// <summary>The same for a model of so many items.</summary>
    public RecommendationFilter Check(int items)
    {
        nuint words = ((nuint)items + 63) / 64, expected = Allowed is null ? 0 : words;
        if (AllowedWords != expected) throw new StatusException(Status.Filter, $"allowed_words is {AllowedWords}, expected {expected}.");
        ReadOnlySpan<int> denied = Arguments.Array(Denied, DeniedCount, "denied", Status.Filter);
        foreach (int item in denied)
        {
            if (item < 1 || item > items) throw new StatusException(Status.Filter, $"The denied item {item} is not within 1..{items}.");
        }

        return new RecommendationFilter
        {
            ExcludeSeen = ExcludeSeen != 0,
            Allowed = new ReadOnlySpan<ulong>(Allowed, (int)AllowedWords),
            Denied = denied,
        };
    }
}
