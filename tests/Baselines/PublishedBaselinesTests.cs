using OnDeviceRec.Baselines;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Evaluation;







namespace OnDeviceRec.Baselines.Tests;

/// <summary>The baselines on the splits of the literature, against the numbers they are known to give.</summary>
public class PublishedBaselinesTests
{
    [Theory]
    [InlineData("tmall", 25_898, 1_027, 1.97, 0.90, 45.79, 22.75)]
    [InlineData("retailrocket", 15_132, 4_735, 2.38, 0.50, 39.08, 26.09)]
    public void Popularity_and_session_popularity_come_out_as_known(
        string name,
        int examples,
        int sequences,
        double hitRate,
        double reciprocalRank,
        double sessionHitRate,
        double sessionReciprocalRank)
    {
        string? folder = SharedData.Find(name);
        Assert.SkipWhen(folder is null, SharedData.Absent);
        Dataset dataset = DatasetFolder.Read(folder);
        var popularity = new Popularity(dataset.Train, dataset.Items);
        EvaluationResult pop = Run(() => new PopularityRanker(popularity));
        EvaluationResult sessionPop = Run(() => new SessionPopularityRanker(popularity));

        Assert.Equal((examples, sequences), (pop.ExampleCount, pop.SequenceCount));
        Assert.Equal((hitRate, reciprocalRank), (Percent(pop, "HR@20"), Percent(pop, "MRR@20")));
        Assert.Equal((sessionHitRate, sessionReciprocalRank), (Percent(sessionPop, "HR@20"), Percent(sessionPop, "MRR@20")));

        // Session popularity puts the sequence's own items first: none of at most 20 of them can be missed.
        Slice repeat = sessionPop.Slices.Single(slice => slice.Name == "repeat");
        Assert.InRange(repeat.Metrics["HR@20"], 0.95, 1);
        Interval difference = PairedBootstrap.Difference(sessionPop, pop, Metric.Named("HR@20")).Interval;
        Assert.True(difference.Low > 0.3);

        EvaluationResult Run(Func<IRanker> factory) =>
            Evaluator.Run(
                factory,
                dataset.Test,
                dataset.MinPrefix,
                popularity,
                Environment.ProcessorCount,
                null,
                TestContext.Current.CancellationToken);
    }

    /// <summary>With the settings that validation chooses; docs/results/baselines.md has the command.</summary>
    [Theory]
    [InlineData("tmall", 28.8f, 0.9f, 0f, 0f, 48.83, 16.74)]
    [InlineData("tmall", 28.8f, 28.8f, 2f, 0.25f, 51.35, 23.56)]
    [InlineData("retailrocket", 1.8f, 0.9f, 0f, 0f, 56.75, 28.73)]
    [InlineData("retailrocket", 0.9f, 3.6f, 1f, 0.25f, 57.05, 30.74)]
    public void Neighbors_come_out_as_known(
        string name, float positionDecay, float itemDecay, float repeatWeight, float repeatRecency, double hitRate, double reciprocalRank)
    {
        string? folder = SharedData.Find(name);
        Assert.SkipWhen(folder is null, SharedData.Absent);
        Dataset dataset = DatasetFolder.Read(folder);
        var index = new KnnIndex(dataset.Train, dataset.Items);
        var options = new KnnOptions
        {
            PositionDecay = positionDecay,
            ItemDecay = itemDecay,
            RepeatWeight = repeatWeight,
            RepeatRecency = repeatRecency,
        };
        EvaluationResult result = Evaluator.Run(
            () => new KnnRanker(index, options),
            dataset.Test,
            dataset.MinPrefix,
            index.Popularity,
            Environment.ProcessorCount,
            null,
            TestContext.Current.CancellationToken);

        // The exponential function of another system may differ in its last bit, and swap near ties.
        Assert.Equal(hitRate, Percent(result, "HR@20"), 0.02);
        Assert.Equal(reciprocalRank, Percent(result, "MRR@20"), 0.02);
    }

    private static double Percent(EvaluationResult result, string metric) => Math.Round(100 * result.Metrics[metric], 2);
}
