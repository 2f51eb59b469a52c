using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Baselines;
using OnDeviceRec.Data;

namespace OnDeviceRec.Baselines.Tests;

public class SessionPopularityRankerTests
{
    private const int Items = 9;

    // Popularity order: 1 7 0 2 3 4 5 6 8.
    private static readonly Popularity Counts = new(Sequences.Of([1, 1, 1, 7, 7, 0]), Items);

    [Fact]
    public void Own_items_come_by_count_then_by_recency_then_the_others_by_popularity() =>
        Assert.Equal([7, 3, 5, 1, 0, 2, 4, 6, 8], Top(Items, 7, 3, 3, 7, 5));

    [Fact]
    public void Of_two_items_equally_frequent_the_one_seen_last_is_first()
    {
        Assert.Equal([4, 6, 1], Top(3, 6, 4));
        Assert.Equal([6, 4, 1], Top(3, 6, 4, 4, 6));
        Assert.Equal([4, 6, 1], Top(3, 6, 6, 4, 4));
    }

    [Fact]
    public void Before_the_first_item_the_list_is_that_of_popularity() => Assert.Equal([1, 7, 0, 2], Top(4));

    [Fact]
    public void More_own_items_than_places_leave_no_room_for_others() => Assert.Equal([8, 6, 5], Top(3, 2, 3, 5, 6, 8));

    [Fact]
    public void Items_far_back_still_count()
    {
        int[] sequence = [6, 6, 6, .. Enumerable.Repeat(4, 2), .. Enumerable.Range(0, 200).SelectMany(_ => new[] { 2 })];
        Assert.Equal([2, 6, 4], Top(3, sequence));
    }

    [Fact]
    public void Begin_forgets_the_sequence_before()
    {
        var ranker = new SessionPopularityRanker(Counts);
        ranker.Append(8);
        ranker.Begin();
        ranker.Append(5);
        int[] rows = new int[3];
        Assert.Equal(3, ranker.Top(rows));
        Assert.Equal([5, 1, 7], rows);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Items)]
    public void A_row_outside_the_catalog_is_refused(int row) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SessionPopularityRanker(Counts).Append(row));

    [Property]
    public Property After_every_item_the_list_is_that_of_sorting_from_scratch() =>
        Prop.ForAll(Gen.Choose(0, Items - 1).ListOf().ToArbitrary(), sequence =>
        {
            var ranker = new SessionPopularityRanker(Counts);
            ranker.Begin();
            int[] rows = new int[Items];
            for (int k = 1; k <= sequence.Count; k++)
            {
                ranker.Append(sequence[k - 1]);
                Assert.Equal(Items, ranker.Top(rows));
                Assert.Equal(Sorted([.. sequence.Take(k)]), rows);
            }
        });

    private static int[] Top(int places, params int[] sequence)
    {
        var ranker = new SessionPopularityRanker(Counts);
        ranker.Begin();
        foreach (int row in sequence) ranker.Append(row);
        int[] rows = new int[places];
        Assert.Equal(places, ranker.Top(rows));
        return rows;
    }

    private static int[] Sorted(int[] prefix) =>
    [
        .. Enumerable.Range(0, Items)
            .OrderByDescending(row => prefix.Count(seen => seen == row))
            .ThenByDescending(row => Array.LastIndexOf(prefix, row))
            .ThenByDescending(row => Counts.Counts[row])
            .ThenBy(row => row),
    ];
}
