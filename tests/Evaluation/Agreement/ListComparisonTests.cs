using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Evaluation.Agreement;

namespace OnDeviceRec.Evaluation.Tests.Agreement;

public class ListComparisonTests
{
    private static readonly double[] Truth = [1, 8, 2, 4, 4, 0.5];

    [Fact]
    public void The_ranking_itself_has_no_swap()
    {
        ListComparison list = ListComparison.Of([1, 3, 4, 2], [8, 4, 4, 2], Truth);
        Assert.Equal((0, 0.0, 0.0), (list.Swaps, list.LargestGap, list.ScoreDifference));
    }

    [Fact]
    public void Neighbors_the_other_way_round_are_one_swap_with_their_gap()
    {
        ListComparison list = ListComparison.Of([3, 1, 4], [4, 8, 4], Truth);
        Assert.Equal((1, 0.5), (list.Swaps, list.LargestGap));
        Assert.Equal(((3, 4.0), (1, 8.0)), (list.First, list.Second));
    }

    [Fact]
    public void Equal_scores_the_other_way_round_are_a_swap_without_a_gap()
    {
        ListComparison list = ListComparison.Of([1, 4, 3], [8, 4, 4], Truth);
        Assert.Equal((1, 0.0), (list.Swaps, list.LargestGap));
    }

    [Fact]
    public void An_item_left_out_for_the_next_is_one_swap()
    {
        ListComparison list = ListComparison.Of([1, 3, 4, 0], [8, 4, 4, 1], Truth);
        Assert.Equal((1, 0.5), (list.Swaps, list.LargestGap));
        Assert.Equal(((0, 1.0), (2, 2.0)), (list.First, list.Second));
    }

    [Fact]
    public void The_gap_is_that_of_the_pair_furthest_apart()
    {
        // 5 should be behind 2, 0 and, of those left out, 1, 3 and 4; 2 and 0 behind those three as well.
        ListComparison list = ListComparison.Of([5, 2, 0], [0.5f, 2, 1], Truth);
        Assert.Equal((11, 1 - (0.5 / 8)), (list.Swaps, list.LargestGap));
        Assert.Equal(((5, 0.5), (1, 8.0)), (list.First, list.Second));
    }

    [Fact]
    public void The_score_difference_is_relative_to_the_larger_magnitude()
    {
        Assert.Equal(0.2, ListComparison.Of([1, 3], [10, 4], Truth).ScoreDifference, 1e-12);
        Assert.Equal(0.5, ListComparison.Of([1, 3], [8, 2], Truth).ScoreDifference, 1e-12);
        Assert.Equal(2, ListComparison.Of([1, 3], [8, -4], Truth).ScoreDifference, 1e-12);
    }

    [Property]
    public Property Swaps_are_the_pairs_in_the_wrong_order() => Prop.ForAll(
        (from items in Gen.Choose(1, 30)
         from length in Gen.Choose(1, items)
         from truth in Gen.Choose(-6, 6).ArrayOf(items)
         from rows in Gen.Shuffle(Enumerable.Range(0, items))
         select (Truth: Array.ConvertAll(truth, x => (double)x), Rows: rows[..length])).ToArbitrary(),
        drawn =>
        {
            int[] right = [.. Enumerable.Range(0, drawn.Truth.Length).OrderByDescending(row => drawn.Truth[row]).ThenBy(row => row)];
            var gaps = new List<double>();
            foreach ((int place, int row) in drawn.Rows.Index())
            {
                foreach (int other in right.TakeWhile(ahead => ahead != row).Where(ahead => !drawn.Rows.AsSpan(0, place).Contains(ahead)))
                {
                    double a = drawn.Truth[row], b = drawn.Truth[other];
                    gaps.Add(a == b ? 0 : (b - a) / Math.Max(Math.Abs(a), Math.Abs(b)));
                }
            }

            ListComparison list = ListComparison.Of(drawn.Rows, new float[drawn.Rows.Length], drawn.Truth);
            Assert.Equal((gaps.Count, gaps.DefaultIfEmpty().Max()), (list.Swaps, list.LargestGap));
        });
}
