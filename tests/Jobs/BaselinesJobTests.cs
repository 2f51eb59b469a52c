using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Tests.Experiments;

namespace OnDeviceRec.Jobs.Tests;

public class BaselinesJobTests
{
    private const double Share = 0.2;

    private static readonly Dataset Data = SmallData.Shop;

    [Fact]
    public void All_rows_are_of_the_same_examples_and_neighbors_know_more_than_popularity()
    {
        BaselinesResult result = Run(Data, Data.Test, Data.Train);
        Assert.Equal(["POP", "S-POP", "kNN", "kNN+repeats"], result.Rows.Select(row => row.Name));
        Assert.All(result.Rows, row => Assert.Equal(result.Popularity.ExampleCount, row.Result.ExampleCount));
        Assert.True(result.Neighbors.Evaluation.Metrics["HR@20"] > result.Popularity.Metrics["HR@20"]);
        Assert.Equal(0, result.Neighbors.Options.RepeatWeight);
        Assert.True(result.WithRepeats.Options.RepeatWeight > 0);
    }

    // A sequence's items are in no other sequence: only who has seen it can continue it.
    [Fact]
    public void Neighbors_come_from_the_sequences_before_the_split_alone()
    {
        const int Count = 50;
        int[][] train = [.. Enumerable.Range(0, Count).Select(s => new[] { 3 * s, (3 * s) + 1, (3 * s) + 2 })];
        var dataset = new Dataset("apart", 3 * Count, 1, Sequences.Of(train), Sequences.Of(train[^1]));
        (Sequences before, Sequences valid) = dataset.SplitValidation(Share);
        Assert.Equal(0, Run(dataset, valid, before).Neighbors.Evaluation.Metrics["HR@20"]);
        Assert.Equal(1, Run(dataset, dataset.Test, dataset.Train).Neighbors.Evaluation.Metrics["HR@20"]);
    }

    private static BaselinesResult Run(Dataset dataset, Sequences sequences, Sequences before) =>
        BaselinesJob.Run(dataset, sequences, before, Share, new HeardProgress(), TestContext.Current.CancellationToken);
}
