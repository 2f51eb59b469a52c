namespace OnDeviceRec.Device.Tests;

/// <summary>What a list has to be.</summary>
internal static class Lists
{
    /// <summary>
    /// The first <paramref name="count"/> of the items that may be listed, highest scores first, equal ones by lower id. Rounding to ln P makes
    /// some scores equal that were not: of a model that copies, items of equal scores may stand in any order.
    /// </summary>
    public static void AssertHead(IEnumerable<int> left, float[] all, int count, HeadKind head, ReadOnlySpan<int> items, ReadOnlySpan<float> scores)
    {
        int[] sorted = [.. left.OrderByDescending(v => all[v - 1]).ThenBy(v => v)], listed = items.ToArray();
        Assert.Equal(sorted.Take(count).Select(v => all[v - 1]), scores.ToArray());
        Assert.Equal(listed.Select(v => all[v - 1]), scores.ToArray());
        if (head == HeadKind.Catalogue)
        {
            Assert.Equal(sorted.Take(count), listed);
            return;
        }

        Assert.Distinct(listed);
        Assert.Empty(listed.Except(sorted));
    }
}
