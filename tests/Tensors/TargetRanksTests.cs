namespace OnDeviceRec.Tensors.Tests;

public sealed class TargetRanksTests
{
    [Fact]
    public void Every_row_is_ranked_by_its_own_target()
    {
        using var scores = new Tensor(new Shape(4, 4), [3, 1, 3, 2, 3, 1, 3, 2, 3, 1, 3, 2, 0, 0, 0, 9]);
        int[] ranks = new int[4];
        TargetRanks.Compute(scores, new[] { 0, 2, 3, 1 }, ranks);
        Assert.Equal([0, 1, 2, 2], ranks);
    }

    [Fact]
    public void Ranks_are_places_in_a_full_stable_sort()
    {
        const int Count = 50, Items = 1_000;
        using var scores = new Tensor(new Shape(Count, Items));
        new Philox(1).FillUniform(scores.Span, -1, 1);
        foreach (ref float score in scores.Span) score = MathF.Round(score * 50);
        int[] targets = [.. Enumerable.Range(0, Count).Select(b => b * 37 % Items)], ranks = new int[Count];
        TargetRanks.Compute(scores, targets, ranks);
        for (int b = 0; b < Count; b++)
        {
            float[] row = scores.Row(b).ToArray();
            int[] order = [.. Enumerable.Range(0, Items).OrderByDescending(v => row[v])];
            Assert.Equal(targets[b], order[ranks[b]]);
        }
    }

    [Fact]
    public void A_score_that_is_not_finite_is_an_error_that_names_its_row()
    {
        using var scores = new Tensor(new Shape(3, 2), [1, 2, 1, float.NaN, 1, 2]);
        var error = Assert.Throws<ArithmeticException>(() => TargetRanks.Compute(scores, new int[3], new int[3]));
        Assert.Equal("TargetRanks: a score of row 1 is not finite.", error.Message);
    }

    [Fact]
    public void Counts_that_do_not_fit_are_refused()
    {
        using var scores = new Tensor(new Shape(2, 3));
        Assert.Contains(
            "targets",
            Assert.Throws<ArgumentException>(() => TargetRanks.Compute(scores, new int[3], new int[2])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "ranks",
            Assert.Throws<ArgumentException>(() => TargetRanks.Compute(scores, new int[2], new int[1])).Message,
            StringComparison.Ordinal);
    }
}
