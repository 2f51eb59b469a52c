namespace OnDeviceRec.Evaluation.Tests;

public class MetricTests
{
    [Theory]
    [InlineData("HR@5", 0, 1)]
    [InlineData("HR@5", 4, 1)]
    [InlineData("HR@5", 5, 0)]
    [InlineData("HR@10", 9, 1)]
    [InlineData("HR@10", 10, 0)]
    [InlineData("HR@20", 19, 1)]
    [InlineData("HR@20", 20, 0)]
    [InlineData("MRR@5", 0, 1)]
    [InlineData("MRR@5", 3, 0.25)]
    [InlineData("MRR@5", 5, 0)]
    [InlineData("MRR@20", 19, 0.05)]
    [InlineData("NDCG@5", 0, 1)]
    [InlineData("NDCG@5", 2, 0.5)]
    [InlineData("NDCG@10", 6, 1.0 / 3)]
    [InlineData("NDCG@20", 14, 0.25)]
    [InlineData("NDCG@10", 14, 0)]
    [InlineData("NDCG@20", 20, 0)]
    public void The_value_of_an_example_follows_from_the_rank(string name, int rank, double value) =>
        Assert.Equal(value, Metric.Named(name).Of(rank), 12);

    [Fact]
    public void No_rank_is_below_0() => Assert.Throws<ArgumentOutOfRangeException>(() => Metric.Named("HR@5").Of(-1));

    [Fact]
    public void There_are_three_kinds_at_three_cutoffs() =>
        Assert.Equal("HR@5 HR@10 HR@20 MRR@5 MRR@10 MRR@20 NDCG@5 NDCG@10 NDCG@20", string.Join(' ', Metric.All));

    [Fact]
    public void Every_metric_is_found_by_its_name() => Assert.All(Metric.All, metric => Assert.Same(metric, Metric.Named(metric.Name)));

    [Fact]
    public void A_metric_that_does_not_exist_is_refused_with_those_that_do()
    {
        var e = Assert.Throws<ArgumentException>(() => Metric.Named("HR@7"));
        Assert.Contains("'HR@7' is none of HR@5, HR@10", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_metric_has_a_place_of_its_own() =>
        Assert.Equal(Enumerable.Range(0, 9), Metric.All.Select(metric => metric.Index));

    [Fact]
    public void Means_are_those_of_the_ranks_and_what_is_not_listed_counts()
    {
        Metrics metrics = Metrics.OfRanks([0, 2, 14, 20, 300]);
        Assert.Equal((2 / 5.0, 3 / 5.0), (metrics["HR@10"], metrics["HR@20"]));
        Assert.Equal((1 + (1 / 3.0) + (1 / 15.0)) / 5, metrics["MRR@20"], 12);
        Assert.Equal((1 + 0.5 + 0.25) / 5, metrics[Metric.Named("NDCG@20")], 12);
    }

    [Fact]
    public void No_ranks_have_no_mean() => Assert.Contains(
        "there are no ranks", Assert.Throws<ArgumentException>(() => Metrics.OfRanks([])).Message, StringComparison.Ordinal);
}
