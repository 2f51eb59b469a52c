using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OnDeviceRec.Evaluation.Tests;

public class BootstrapTests
{
    private const byte Missed = Results.Missed;

    [Fact]
    public void Sequences_are_drawn_whole()
    {
        // Half of 200 examples hit. Drawn one by one the interval would be 0.5 ± 0.07; the hits stand in 2 of 4 sequences of 50.
        Interval interval = Bootstrap.Intervals(Results.Of(Of(50, 0), Of(50, 0), Of(50, Missed), Of(50, Missed)))["HR@20"];
        Assert.Equal(0, interval.Low);
        Assert.Equal(1, interval.High);
    }

    [Fact]
    public void A_draw_is_scored_by_its_examples_not_by_its_sequences()
    {
        // One long sequence that hits among 99 short ones that do not: the mean is 100 m / (100 m + 100 − m) where it is drawn m times.
        byte[][] ranks = [Of(100, 0), .. Enumerable.Repeat(Of(1, Missed), 99)];
        Interval interval = Bootstrap.Intervals(Results.Of(ranks))["HR@20"];
        Assert.Equal(0, interval.Low);
        Assert.Equal(300.0 / 397, interval.High, 12);
    }

    [Fact]
    public void With_many_equal_sequences_the_interval_is_that_of_the_normal_distribution()
    {
        // 400 sequences of one example, a quarter hits: standard error √(0.25 · 0.75 / 400) = 0.0217.
        byte[][] ranks = [.. Enumerable.Range(0, 400).Select(i => Of(1, i % 4 == 0 ? (byte)0 : Missed))];
        Interval interval = Bootstrap.Intervals(Results.Of(ranks), seed: 3)["HR@20"];
        Assert.Equal(0.25 - (1.96 * 0.0217), interval.Low, 0.008);
        Assert.Equal(0.25 + (1.96 * 0.0217), interval.High, 0.008);
    }

    [Fact]
    public void Quantiles_lie_between_the_nearest_resamples()
    {
        // A single sequence has nothing to vary; a single resample is its own interval.
        Assert.Equal(new Interval(0.5, 0.5), Bootstrap.Intervals(Results.Of([0, Missed]))["HR@20"]);
        Interval one = Bootstrap.Intervals(Results.Of([0], [Missed]), seed: 1, resamples: 1)["HR@20"];
        Assert.Equal(one.Low, one.High);
    }

    [Fact]
    public void Every_metric_has_its_own_interval_under_its_name() =>
        Assert.Equal(Metric.All.Select(metric => metric.Name), Bootstrap.Intervals(Results.Of([0, 3])).Keys);

    [Fact]
    public void The_seed_decides()
    {
        EvaluationResult result = Results.Of([.. Enumerable.Range(0, 50).Select(i => Of(1 + (i % 7), (byte)(i % 21)))]);
        Assert.Equal(Bootstrap.Intervals(result, seed: 5), Bootstrap.Intervals(result, seed: 5));
        Assert.NotEqual(Bootstrap.Intervals(result, seed: 5)["MRR@20"], Bootstrap.Intervals(result, seed: 6)["MRR@20"]);
    }

    [Fact]
    public void No_resamples_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Intervals(Results.Of([0]), resamples: 0));

    [Property(MaxTest = 30)]
    public Property Intervals_are_ordered_and_within_the_metric_s_bounds() => Prop.ForAll(Results.Any, result =>
        Assert.All(Bootstrap.Intervals(result, resamples: 60).Values, interval =>
            Assert.True(interval.Low >= 0 && interval.Low <= interval.High && interval.High <= 1)));

    private static byte[] Of(int count, byte rank) => [.. Enumerable.Repeat(rank, count)];
}
