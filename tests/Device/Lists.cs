namespace OnDeviceRec.Device.Tests;

/// <summary>What a list has to be.</summary>
internal static class Lists
{
    /// <summary>
    /// The first <paramref name="count"/> of the items that may be listed, highest scores first, equal ones by lower id. Of a model
    /// that copies rounding to ln P makes some equal that were not: any of them may have the last place.
    /// </summary>
    public static void AssertHead(
        IEnumerable<int> left, float[] all, int count, HeadKind head, ReadOnlySpan<int> items, ReadOnlySpan<float> scores)
    {
        int[] sorted = [.. left.OrderByDescending(v => all[v - 1]).ThenBy(v => v)], listed = items.ToArray();
        Assert.Equal(sorted.Take(count).Select(v => all[v - 1]), scores.ToArray());
        Assert.Equal(listed.Select(v => all[v - 1]), scores.ToArray());
        int certain = head == HeadKind.Catalog || count >= sorted.Length ? scores.Length : scores.IndexOf(scores.IsEmpty ? 0 : scores[^1]);
        if (certain < 0) return;
        Assert.Equal(sorted.Take(certain), listed.Take(certain));
        Assert.Equal(listed[certain..].Order().Distinct(), listed[certain..]);
        Assert.Empty(listed.Except(sorted));
    }
}
