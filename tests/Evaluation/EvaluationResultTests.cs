using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Data;

namespace OnDeviceRec.Evaluation.Tests;

public class EvaluationResultTests
{
    private const byte Missed = Results.Missed;

    [Fact]
    public void Metrics_are_means_over_examples_not_over_sequences()
    {
        // Four examples of ranks 0, 2, 14 and none.
        EvaluationResult result = Results.Of([0, 2, 14], [Missed]);
        Assert.Equal(4, result.ExampleCount);
        Assert.Equal(2, result.SequenceCount);
        Assert.Equal(0.5, result.Metrics["HR@5"], 12);
        Assert.Equal(0.5, result.Metrics["HR@10"], 12);
        Assert.Equal(0.75, result.Metrics["HR@20"], 12);
        Assert.Equal((1 + (1.0 / 3)) / 4, result.Metrics["MRR@10"], 12);
        Assert.Equal((1 + (1.0 / 3) + (1.0 / 15)) / 4, result.Metrics["MRR@20"], 12);
        Assert.Equal((1 + 0.5) / 4, result.Metrics["NDCG@5"], 12);
        Assert.Equal((1 + 0.5 + 0.25) / 4, result.Metrics["NDCG@20"], 12);
    }

    [Fact]
    public void Slices_are_cut_by_the_whole_prefix_the_hot_items_and_the_length()
    {
        // Row 0 is head. Targets after 0: 1 new, 0 repeat, 2 new; after 2: 0 new.
        var examples = new Examples(Sequences.Of([0, 1, 0, 2], [2, 0]), 1);
        var result = new EvaluationResult(examples, [0, 1, Missed, 3], [true, false, false]);
        var slices = result.Slices.ToDictionary(slice => slice.Name);
        Assert.Equal(["repeat", "new", "head", "tail", "prefix 1", "prefix 2-3"], result.Slices.Select(slice => slice.Name));
        Assert.Equal((1, 0.25, 0.5), (slices["repeat"].Examples, slices["repeat"].Share, slices["repeat"].Metrics["MRR@20"]));
        Assert.Equal((3, 0.75), (slices["new"].Examples, slices["new"].Share));
        Assert.Equal(1.25 / 3, slices["new"].Metrics["MRR@20"], 12);
        Assert.Equal((2, (0.5 + 0.25) / 2), (slices["head"].Examples, slices["head"].Metrics["MRR@20"]));
        Assert.Equal((2, 0.5), (slices["tail"].Examples, slices["tail"].Metrics["MRR@20"]));
        Assert.Equal((2, (1 + 0.25) / 2), (slices["prefix 1"].Examples, slices["prefix 1"].Metrics["MRR@20"]));
        Assert.Equal((2, 0.25), (slices["prefix 2-3"].Examples, slices["prefix 2-3"].Metrics["MRR@20"]));
    }

    [Fact]
    public void Lengths_go_up_by_powers_of_two_to_thirty_two()
    {
        EvaluationResult result = Results.Of(new byte[70]);
        Assert.Equal(
            [("prefix 1", 1), ("prefix 2-3", 2), ("prefix 4-7", 4), ("prefix 8-15", 8), ("prefix 16-31", 16), ("prefix 32+", 39)],
            result.Slices.Skip(4).Select(slice => (slice.Name, slice.Examples)));
    }

    [Fact]
    public void A_target_from_before_the_shortest_prefix_is_a_repeat()
    {
        var result = new EvaluationResult(new Examples(Sequences.Of([4, 1, 2, 4]), 3), [0], new bool[5]);
        Assert.Equal(["repeat", "tail", "prefix 2-3"], result.Slices.Select(slice => slice.Name));
    }

    [Fact]
    public void Kept_ranks_need_the_examples_and_what_is_popular()
    {
        Sequences sequences = Sequences.Of([0, 1]);
        var examples = new Examples(sequences, 1);
        Assert.Throws<ArgumentNullException>(() => EvaluationResult.OfRanks(null!, [0], new Popularity(sequences, 2)));
        Assert.Throws<ArgumentNullException>(() => EvaluationResult.OfRanks(examples, [0], null!));
    }

    [Property]
    public Property Metrics_keep_their_order_and_bounds() => Prop.ForAll(Results.Any, result =>
    {
        foreach (Metrics metrics in result.Slices.Select(slice => slice.Metrics).Append(result.Metrics))
        {
            foreach (int k in new[] { 5, 10, 20 })
            {
                double hr = metrics[$"HR@{k}"], ndcg = metrics[$"NDCG@{k}"], mrr = metrics[$"MRR@{k}"];
                Assert.True(1 >= hr && hr >= ndcg && ndcg >= mrr && mrr >= 0);
            }

            foreach (MetricKind kind in Enum.GetValues<MetricKind>())
                Assert.True(metrics[$"{kind}@5"] <= metrics[$"{kind}@10"] && metrics[$"{kind}@10"] <= metrics[$"{kind}@20"]);
        }
    });

    [Property]
    public Property Each_way_of_slicing_takes_every_example_once() => Prop.ForAll(Results.Any, result =>
    {
        string[][] ways =
        [
            ["repeat", "new"],
            ["head", "tail"],
            [.. result.Slices.Select(slice => slice.Name).Where(name => name.StartsWith("prefix", StringComparison.Ordinal))],
        ];
        Assert.Equal(result.Slices.Count, ways.Sum(way => result.Slices.Count(slice => way.Contains(slice.Name))));
        foreach (string[] way in ways)
        {
            Slice[] parts = [.. result.Slices.Where(slice => way.Contains(slice.Name))];
            Assert.All(parts, part => Assert.True(part.Examples > 0));
            Assert.Equal(result.ExampleCount, parts.Sum(part => part.Examples));
            Assert.Equal(1, parts.Sum(part => part.Share), 12);
            foreach (Metric metric in Metric.All)
                Assert.Equal(result.Metrics[metric], parts.Sum(part => part.Share * part.Metrics[metric]), 12);
        }
    });

    [Property]
    public Property Slices_equal_those_of_looking_at_every_prefix_anew() => Prop.ForAll(Results.Any, result =>
    {
        int repeats = Enumerable.Range(0, result.ExampleCount).Count(i => result.Examples.Prefix(i).Contains(result.Examples.Target(i)));
        int medium = Enumerable.Range(0, result.ExampleCount).Count(i => result.Examples.Prefix(i).Length is >= 4 and <= 7);
        Assert.Equal(repeats, result.Slices.SingleOrDefault(slice => slice.Name == "repeat")?.Examples ?? 0);
        Assert.Equal(medium, result.Slices.SingleOrDefault(slice => slice.Name == "prefix 4-7")?.Examples ?? 0);
    });
}
