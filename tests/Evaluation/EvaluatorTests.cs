using OnDeviceRec.Baselines;
using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;

namespace OnDeviceRec.Evaluation.Tests;

public class EvaluatorTests
{
    private const int Items = 30;

    private static readonly int[] Upwards = [.. Enumerable.Range(0, 20)];

    [Fact]
    public void Ranks_are_the_places_of_the_targets_counted_from_0()
    {
        EvaluationResult result = Run(new ScriptedRanker(_ => Upwards), Sequences.Of([3, 0, 19, 20], [29, 7]));
        Assert.Equal([0, 19, 20, 7], result.Ranks.ToArray());
    }

    [Fact]
    public void A_ranker_sees_each_prefix_and_never_the_target()
    {
        var asked = new List<int[]>();
        var ranker = new ScriptedRanker(prefix =>
        {
            asked.Add([.. prefix]);
            return Upwards;
        });
        Run(() => ranker, Sequences.Of([5, 6, 7, 8], [1, 2], [4, 4, 9]), NoPopularity(), minPrefix: 2);
        Assert.Equal([[5, 6], [5, 6, 7], [4, 4]], asked);
    }

    [Fact]
    public void A_catalog_smaller_than_the_list_is_listed_whole()
    {
        var popularity = new Popularity(Sequences.Of([2, 2, 1]), 3);
        EvaluationResult result = Run(() => new PopularityRanker(popularity), Sequences.Of([0, 0, 1, 2]), popularity);
        Assert.Equal([2, 1, 0], result.Ranks.ToArray());
    }

    [Fact]
    public void Hot_items_come_from_the_popularity_given()
    {
        // ⌊0.2 · 5⌋ = 1 head item: row 4.
        var popularity = new Popularity(Sequences.Of([4, 4, 1]), 5);
        EvaluationResult result = Run(() => new PopularityRanker(popularity), Sequences.Of([0, 4, 1, 2]), popularity);
        Assert.Equal([1, 2], result.Slices.Where(slice => slice.Name is "head" or "tail").Select(slice => slice.Examples));
    }

    [Theory]
    [InlineData(-1, "row -1 at place 2 is none of the 30 rows")]
    [InlineData(Items, "row 30 at place 2 is none of the 30 rows")]
    [InlineData(1, "row 1 stands twice, the second time at place 2")]
    public void A_list_with_a_wrong_row_is_caught(int wrong, string fault)
    {
        int[] list = [0, 1, wrong, .. Enumerable.Range(3, 17)];
        var e = Assert.Throws<InvalidOperationException>(() => Run(new ScriptedRanker(_ => list), Sequences.Of([5, 6], [7, 8])));
        Assert.Contains(fault, e.Message, StringComparison.Ordinal);
        Assert.Contains("ScriptedRanker after 1 items of sequence 0", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(19)]
    [InlineData(21)]
    public void A_list_of_the_wrong_length_is_caught(int length)
    {
        var ranker = new ScriptedRanker(_ => [.. Enumerable.Range(0, length)]);
        var e = Assert.Throws<InvalidOperationException>(() => Run(ranker, Sequences.Of([5, 6])));
        Assert.Contains($"a list of {length} items where 20 were asked for", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_left_unwritten_is_caught()
    {
        int asked = 0;
        var ranker = new UnwrittenRanker(() => asked++ == 0 ? 20 : 19);
        var e = Assert.Throws<InvalidOperationException>(() => Run(ranker, Sequences.Of([5, 6, 7])));
        Assert.Contains("after 2 items of sequence 0: row -1 at place 19", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_threads_makes_no_difference()
    {
        RandomData data = DrawData();
        EvaluationResult[] results = [.. new[] { 1, 2, 3, 8 }.Select(threads => Run(
            () => new SessionPopularityRanker(data.Popularity), data.Sequences, data.Popularity, threads: threads))];
        Assert.All(results, result => Assert.Equal(results[0].Ranks.ToArray(), result.Ranks.ToArray()));
        Assert.All(
            results,
            result => Assert.Equal(EvaluationReport.ToJson(results[0]).ToJsonString(), EvaluationReport.ToJson(result).ToJsonString()));
    }

    [Fact]
    public void Each_thread_has_a_ranker_of_its_own_and_disposes_of_it()
    {
        RandomData data = DrawData();
        var made = new List<WatchedRanker>();
        Run(Make, data.Sequences, data.Popularity, threads: 3);
        Assert.InRange(made.Count, 1, 3);
        Assert.All(made, ranker => Assert.True(ranker.Disposed && !ranker.Shared));

        WatchedRanker Make()
        {
            var ranker = new WatchedRanker();
            lock (made) made.Add(ranker);
            return ranker;
        }
    }

    [Fact]
    public void Progress_counts_up_to_all_examples()
    {
        RandomData data = DrawData();
        var heard = new HeardProgress();
        EvaluationResult result = Run(
            () => new PopularityRanker(data.Popularity), data.Sequences, data.Popularity, threads: 2, progress: heard);
        Assert.Equal(result.SequenceCount, heard.Reports.Count);
        Assert.Equal(heard.Reports.OrderBy(report => report.Done), heard.Reports);
        Assert.Equal(new WorkProgress(result.ExampleCount, result.ExampleCount, "examples"), heard.Reports[^1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_exception_of_a_ranker_comes_out_as_it_is(int threads)
    {
        RandomData data = DrawData();
        var failure = new NotSupportedException("no");
        Assert.Same(failure, Assert.Throws<NotSupportedException>(() => Run(
            () => new ScriptedRanker(_ => throw failure), data.Sequences, data.Popularity, threads: threads)));
    }

    [Fact]
    public void An_evaluation_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        int asked = 0;
        var ranker = new ScriptedRanker(_ =>
        {
            if (++asked == 3) stop.Cancel();
            return Upwards;
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Evaluator.Run(
            () => ranker, Sequences.Of([1, 2], [1, 2], [1, 2], [1, 2], [1, 2]), 1, NoPopularity(), threads: 1, null, stop.Token));
        Assert.Equal(3, asked);
    }

    [Fact]
    public void Sequences_without_an_example_or_with_a_row_outside_the_catalog_are_refused()
    {
        var ranker = new ScriptedRanker(_ => Upwards);
        var none = Assert.Throws<ArgumentException>(() => Run(ranker, Sequences.Of([5], [6])));
        Assert.Contains("none of 2 sequences is longer than minPrefix, 1", none.Message, StringComparison.Ordinal);
        var outside = Assert.Throws<ArgumentException>(() => Run(ranker, Sequences.Of([5, Items])));
        Assert.Contains("row 30 of a catalog of 30 items", outside.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(() => ranker, Sequences.Of([5, 6]), NoPopularity(), threads: 0));
    }

    private static EvaluationResult Run(IRanker ranker, Sequences sequences) => Run(() => ranker, sequences, NoPopularity());

    private static EvaluationResult Run(
        Func<IRanker> factory,
        Sequences sequences,
        Popularity popularity,
        int minPrefix = 1,
        int threads = 1,
        IProgress<WorkProgress>? progress = null) =>
        Evaluator.Run(factory, sequences, minPrefix, popularity, threads, progress, TestContext.Current.CancellationToken);

    private static Popularity NoPopularity() => new(Sequences.Empty, Items);

    private static RandomData DrawData()
    {
        var random = new Random(11);
        int[][] sequences =
            [.. Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, random.Next(2, 15)).Select(_ => random.Next(Items)).ToArray())];
        Sequences all = Sequences.Of(sequences);
        return new RandomData(all, new Popularity(all, Items));
    }

    private sealed record RandomData(Sequences Sequences, Popularity Popularity);

    /// <summary>Claims 20 rows but writes as many as it is told.</summary>
    private sealed class UnwrittenRanker(Func<int> written) : IRanker
    {
        public void Begin()
        {
        }

        public void Append(int row)
        {
        }

        public int Top(Span<int> rows)
        {
            Upwards.AsSpan(0, written()).CopyTo(rows);
            return rows.Length;
        }
    }

    /// <summary>Notices when two threads are in it at once.</summary>
    private sealed class WatchedRanker : IRanker, IDisposable
    {
        private int inside;

        public bool Shared { get; private set; }

        public bool Disposed { get; private set; }

        public void Begin()
        {
        }

        public void Append(int row)
        {
        }

        public int Top(Span<int> rows)
        {
            if (Interlocked.Increment(ref inside) != 1) Shared = true;
            Thread.Yield();
            Upwards.CopyTo(rows);
            Interlocked.Decrement(ref inside);
            return rows.Length;
        }

        public void Dispose() => Disposed = true;
    }
}
