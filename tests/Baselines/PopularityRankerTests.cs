using OnDeviceRec.Baselines;
using OnDeviceRec.Data;

namespace OnDeviceRec.Baselines.Tests;

public class PopularityRankerTests
{
    // Counts: row 0 once, row 1 three times, row 2 never, row 3 three times, row 4 twice.
    private static readonly Popularity Counts = new(Sequences.Of([3, 1, 3], [1, 4, 4], [0, 1, 3]), 5);

    [Fact]
    public void Most_frequent_items_come_first_and_ties_go_to_the_lower_row()
    {
        int[] rows = new int[5];
        Assert.Equal(5, new PopularityRanker(Counts).Top(rows));
        Assert.Equal([1, 3, 4, 0, 2], rows);
    }

    [Fact]
    public void The_sequence_makes_no_difference()
    {
        var ranker = new PopularityRanker(Counts);
        ranker.Begin();
        ranker.Append(2);
        ranker.Append(1);
        int[] rows = new int[3];
        Assert.Equal(3, ranker.Top(rows));
        Assert.Equal([1, 3, 4], rows);
    }

    [Fact]
    public void A_catalog_smaller_than_the_list_is_listed_whole()
    {
        int[] rows = [9, 9, 9, 9, 9, 9, 9];
        Assert.Equal(5, new PopularityRanker(Counts).Top(rows));
        Assert.Equal([1, 3, 4, 0, 2, 9, 9], rows);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void A_row_outside_the_catalog_is_refused(int row)
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => new PopularityRanker(Counts).Append(row));
        Assert.Contains($"row {row} of a catalog of 5 items", e.Message, StringComparison.Ordinal);
    }
}
