using FsCheck.Xunit;

namespace OnDeviceRec.Data.Tests;

public class PopularityTests
{
    [Fact]
    public void Ties_go_to_the_lower_row()
    {
        var popularity = new Popularity(Sequences.Of([4, 2, 4], [1, 2, 0]), 6);
        Assert.Equal([1, 1, 2, 0, 2, 0], popularity.Counts.ToArray());
        Assert.Equal([2, 4, 0, 1, 3, 5], popularity.Ranking.ToArray());
        Assert.Equal([true, false, true, false, true, false], popularity.HeadItems(0.5));
        Assert.Equal([false, false, true, false, false, false], popularity.HeadItems());
        Assert.DoesNotContain(true, popularity.HeadItems(0));
        Assert.DoesNotContain(false, popularity.HeadItems(1));
    }

    [Property(Arbitrary = [typeof(Arbitraries)])]
    public void Ranking_equals_a_stable_sort_by_count(int[][] rows)
    {
        int[] counts = [.. Enumerable.Range(0, 9).Select(v => rows.Sum(s => s.Count(row => row == v)))];
        var popularity = new Popularity(Sequences.Of(rows), 9);
        Assert.Equal(counts, popularity.Counts.ToArray());
        Assert.Equal(Enumerable.Range(0, 9).OrderByDescending(v => counts[v]), popularity.Ranking.ToArray());
    }

    [Fact]
    public void Rows_and_fractions_outside_are_refused()
    {
        var e = Assert.Throws<ArgumentException>(() => new Popularity(Sequences.Of([3]), 3));
        Assert.Contains("row 3 of 3", e.Message, StringComparison.Ordinal);
        var popularity = new Popularity(Sequences.Empty, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => popularity.HeadItems(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => popularity.HeadItems(double.NaN));
    }
}
