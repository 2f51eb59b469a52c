using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Data;

namespace OnDeviceRec.Evaluation.Tests;

public class PairedBootstrapTests
{
    private const byte Missed = Results.Missed;

    private static readonly Metric HitRate = Metric.Named("HR@20");

    [Property(MaxTest = 30)]
    public Property A_result_less_itself_is_exactly_nothing() => Prop.ForAll(Results.Any, result =>
        Assert.All(Metric.All, metric => Assert.Equal(
            new PairedDifference(0, new Interval(0, 0)), PairedBootstrap.Difference(result, result, metric, resamples: 40))));

    [Fact]
    public void The_difference_is_that_of_the_metrics_and_turns_round_with_the_order()
    {
        EvaluationResult a = Results.Of([0, Missed, 4], [1, 1]), b = Results.Of([Missed, Missed, 4], [1, 2]);
        Assert.Equal(0.2, PairedBootstrap.Difference(a, b, HitRate).Value, 12);
        Metric mrr = Metric.Named("MRR@5");
        PairedDifference there = PairedBootstrap.Difference(a, b, mrr), back = PairedBootstrap.Difference(b, a, mrr);
        Assert.Equal(((1 + 0.5) - (1.0 / 3)) / 5, there.Value, 12);
        Assert.Equal(there.Value, -back.Value, 12);
        Assert.Equal(there.Interval.Low, -back.Interval.High, 12);
        Assert.Equal(there.Interval.High, -back.Interval.Low, 12);
    }

    [Fact]
    public void What_both_results_share_does_not_widen_the_interval()
    {
        // Sequences are easy (all hit) or hard (none hit) for both; the first result hits one example more in each hard one.
        byte[] easy = new byte[20], hard = [.. Enumerable.Repeat(Missed, 20)], better = [0, .. hard[1..]];
        byte[][] first = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? easy : better)];
        byte[][] second = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? easy : hard)];
        EvaluationResult a = Results.Of(first), b = Results.Of(second);
        PairedDifference paired = PairedBootstrap.Difference(a, b, HitRate);
        Interval alone = Bootstrap.Intervals(a)["HR@20"];
        Assert.Equal(0.025, paired.Value, 12);
        Assert.InRange(paired.Interval.Low, 0.015, 0.025);
        Assert.InRange(paired.Interval.High, 0.025, 0.035);
        Assert.True(alone.High - alone.Low > 0.15);
    }

    [Fact]
    public void Sequences_are_drawn_whole()
    {
        EvaluationResult a = Results.Of(new byte[50], [.. Enumerable.Repeat(Missed, 50)]);
        EvaluationResult b = Results.Of([.. Enumerable.Repeat(Missed, 50)], [.. Enumerable.Repeat(Missed, 50)]);
        Assert.Equal(new PairedDifference(0.5, new Interval(0, 1)), PairedBootstrap.Difference(a, b, HitRate));
    }

    [Fact]
    public void Seeds_are_averaged_before_they_are_compared()
    {
        // Two seeds of one model hit an example each, the other model's only seed both: half a hit less of each.
        EvaluationResult a = Results.Of([0, Missed], [Missed]), b = Results.Of([Missed, 0], [Missed]), c = Results.Of([0, 0], [Missed]);
        PairedDifference difference = PairedBootstrap.Difference([a, b], [c], HitRate);
        Assert.Equal(-1.0 / 3, difference.Value, 12);
        Assert.Equal(PairedBootstrap.Difference([b, a], [c, c], HitRate), difference);
    }

    [Fact]
    public void A_slice_counts_its_own_examples_alone()
    {
        // Prefixes of one item, then of two: the first examples of each sequence are better by a hit, the others worse.
        EvaluationResult a = Results.Of([0, Missed], [0, Missed], [0]), b = Results.Of([Missed, 0], [Missed, 0], [Missed]);
        Assert.Equal(new PairedDifference(1, new Interval(1, 1)), PairedBootstrap.Difference([a], [b], HitRate, "prefix 1"));
        Assert.Equal(-1, PairedBootstrap.Difference([a], [b], HitRate, "prefix 2-3").Value);
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Difference([a], [b], HitRate, "prefix 32+"));
        Assert.Contains(
            "'prefixes' is none of repeat, new, head, tail, prefix 1, ",
            Assert.Throws<ArgumentException>(() => PairedBootstrap.Difference([a], [b], HitRate, "prefixes")).Message,
            StringComparison.Ordinal);
    }

    [Property(MaxTest = 30)]
    public Property Slices_of_one_way_make_up_the_whole() => Prop.ForAll(Results.Any, result =>
    {
        EvaluationResult perfect = EvaluationResult.OfRanks(
            result.Examples, new byte[result.ExampleCount], new Popularity(Sequences.Of([0, 1, 2, 3, 4, 5]), 6));
        double sum = new[] { "repeat", "new" }
            .Where(name => result.Slices.Any(slice => slice.Name == name))
            .Sum(name => PairedBootstrap.Difference([perfect], [result], HitRate, name, resamples: 2).Value
                * result.Slices.First(slice => slice.Name == name).Share);
        Assert.Equal(PairedBootstrap.Difference(perfect, result, HitRate, resamples: 2).Value, sum, 10);
    });

    [Fact]
    public void Ranks_that_are_none_of_the_examples_are_refused()
    {
        EvaluationResult result = Results.Of([0, Missed, 4]);
        var popularity = new Popularity(Sequences.Of([0, 1]), 2);
        Assert.Equal(result.Metrics["MRR@20"], EvaluationResult.OfRanks(result.Examples, result.Ranks, popularity).Metrics["MRR@20"]);
        Assert.Contains(
            "2 numbers are no ranks from 0 to 20 of 3 examples",
            Assert.Throws<ArgumentException>(() => EvaluationResult.OfRanks(result.Examples, [0, 1], popularity)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => EvaluationResult.OfRanks(result.Examples, [0, 1, 21], popularity));
    }

    [Fact]
    public void Results_of_different_examples_are_refused()
    {
        EvaluationResult a = Results.Of([0, 1], [2]);
        EvaluationResult fewer = Results.Of([0, 1]), otherwise = Results.Of([0], [1, 2]);
        var otherItems = new EvaluationResult(new Examples(Sequences.Of([1, 1, 0], [0, 1]), 1), [0, 1, 2], [true, false]);
        var otherTarget = new EvaluationResult(new Examples(Sequences.Of([0, 1, 1], [0, 1]), 1), [0, 1, 2], [true, false]);
        Assert.Contains(
            "3 against 2 examples",
            Assert.Throws<ArgumentException>(() => PairedBootstrap.Difference(a, fewer, HitRate)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "example 1 is not the same",
            Assert.Throws<ArgumentException>(() => PairedBootstrap.Difference(a, otherwise, HitRate)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "example 0 is not the same",
            Assert.Throws<ArgumentException>(() => PairedBootstrap.Difference(a, otherItems, HitRate)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "example 1 is not the same",
            Assert.Throws<ArgumentException>(() => PairedBootstrap.Difference(a, otherTarget, HitRate)).Message,
            StringComparison.Ordinal);
    }
}
