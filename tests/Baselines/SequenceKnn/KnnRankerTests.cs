using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Testing;

namespace OnDeviceRec.Baselines.Tests.SequenceKnn;

public class KnnRankerTests
{
    private const int Items = 6;

    // Items 0 and 1 are both in two of the three sequences, so their rarity is a factor of all similarities.
    private static readonly int[][] Train = [[0, 1, 2], [3, 1], [0, 4]];

    // An item fades to half with each item after it, a vote with each place.
    private static readonly KnnOptions Halves = new() { PositionDecay = 1 / MathF.Log(2), ItemDecay = 1 / MathF.Log(2) };

    // After 0 1 the weights are w_1 = 1, w_0 = 1/2. Similarities: 1.5/√3 = 0.866, 1/√2 = 0.707, 0.5/√2 = 0.354.
    // Votes around the 1, the 1 and the 0: row 0 0.433 + 0.354, row 1 0.866 + 0.707, row 2 0.433, row 3 0.354, row 4 0.177.
    [Fact]
    public void Neighbors_vote_for_what_stands_near_the_shared_item() => Assert.Equal([1, 0, 2, 3, 4, 5], Top(Halves, 0, 1));

    // Similarities 1/√2 and 1/√3; only the first is near enough to put its item before the popular one.
    [Fact]
    public void Only_the_nearest_neighbors_vote()
    {
        var index = new KnnIndex(Sequences.Of([0, 5], [0, 3, 4], [1], [1], [1]), Items);
        Assert.Equal([0, 5, 3, 4, 1, 2], Top(index, Halves, 0));
        Assert.Equal([0, 5, 1, 3, 4, 2], Top(index, Halves with { Neighbors = 1 }, 0));
    }

    [Fact]
    public void Of_equal_scores_the_lower_row_comes_first_of_equal_neighbors_the_later()
    {
        var index = new KnnIndex(Sequences.Of([5, 1, 3], [4, 1, 2]), Items);
        Assert.Equal([1, 2, 3, 4, 5, 0], Top(index, Halves, 1));
        Assert.Equal([1, 2, 4, 3, 5, 0], Top(index, Halves with { Neighbors = 1 }, 1));
    }

    // The last sequence alone is looked at.
    [Fact]
    public void Only_the_most_recent_candidates_are_looked_at() =>
        Assert.Equal([0, 4, 1, 2, 3, 5], Top(Halves with { Candidates = 1 }, 0, 1));

    // Votes without those for what is shared: rows 0 and 2 0.433, row 3 0.354, row 4 0.177; over the largest 1, 1, 0.816, 0.408.
    // Besides, row 0 gets 0.8 + 0.8·b·0.717 and row 1 0.8 + 0.8·b.
    [Theory]
    [InlineData(0f, new[] { 0, 2, 3, 1, 4, 5 })]
    [InlineData(0.05f, new[] { 0, 2, 1, 3, 4, 5 })]
    [InlineData(0.3f, new[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(5f, new[] { 1, 0, 2, 3, 4, 5 })]
    public void Repeats_are_counted_in_units_of_the_largest_vote(float recency, int[] expected) =>
        Assert.Equal(expected, Top(Halves with { RepeatWeight = 0.8f, RepeatRecency = recency }, 0, 1));

    // The 3 stands at distance 2 from the 1 before it and 1 from the 1 after it.
    [Fact]
    public void Distance_is_that_to_the_nearest_occurrence()
    {
        var index = new KnnIndex(Sequences.Of([1, 2, 2, 3, 1, 4, 5]), Items);
        Assert.Equal([1, 2, 3, 4, 5, 0], Top(index, Halves, 1));
    }

    [Fact]
    public void A_rare_item_weighs_more()
    {
        int[][] often = [.. Enumerable.Repeat(new[] { 0 }, 50)];
        var index = new KnnIndex(Sequences.Of([.. often, [1, 3], [0, 4]]), Items);
        Assert.Equal([1, 3], Top(index, new KnnOptions { Neighbors = 1, PositionDecay = 100 }, 1, 0)[..2]);
    }

    [Fact]
    public void A_sequence_that_shares_nothing_is_answered_by_popularity()
    {
        Assert.Equal([0, 1, 2, 3, 4, 5], Top(Halves));
        Assert.Equal([0, 1, 2, 3, 4, 5], Top(Halves, 5));
        Assert.Equal([5, 0, 1, 2, 3, 4], Top(Halves with { RepeatWeight = 1 }, 5));
        Assert.Equal([4, 5, 0, 1, 2, 3], Top(new KnnIndex(Sequences.Empty, Items), Halves with { RepeatWeight = 1 }, 5, 4));
    }

    [Fact]
    public void Items_too_far_back_to_count_bring_no_neighbor()
    {
        int[] sequence = [3, .. Enumerable.Repeat(5, 40)];
        Assert.Equal([0, 1, 2, 3, 4, 5], Top(Halves, sequence));
        Assert.Equal([3, 1], Top(new KnnOptions { PositionDecay = 10 }, sequence)[..2]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Items)]
    public void A_row_outside_the_catalog_is_refused(int row) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new KnnRanker(new KnnIndex(Sequences.Of(Train), Items), Halves).Append(row));

    [Fact]
    public void Settings_out_of_range_are_refused() =>
        Assert.Throws<ArgumentException>(() => new KnnRanker(new KnnIndex(Sequences.Of(Train), Items), Halves with { ItemDecay = 0 }));

    [Property(MaxTest = 500)]
    public Property After_every_item_the_list_is_in_the_order_of_scoring_all_sequences_in_double() =>
        Prop.ForAll(World.Draws.ToArbitrary(), world =>
        {
            var index = new KnnIndex(Sequences.Of(world.Train), World.Items);
            var ranker = new KnnRanker(index, world.Options);
            ranker.Begin();
            for (int k = 1; k <= world.Present.Length; k++)
            {
                ranker.Append(world.Present[k - 1]);
                int[] rows = new int[World.Items];
                Assert.Equal(World.Items, ranker.Top(rows));
                Assert.Equal(Enumerable.Range(0, World.Items), rows.Order());
                double[] scores = NaiveKnn.Scores(world.Train, World.Items, world.Options, world.Present[..k]);
                int scored = scores.Count(score => score > 0);
                for (int i = 1; i < scored; i++)
                    Assert.True(scores[rows[i - 1]] > scores[rows[i]] * (1 - 1e-5), $"place {i} of {string.Join(' ', rows)}");
                Assert.All(rows[..scored], row => Assert.True(scores[row] > 0));
                Assert.Equal(index.Popularity.Ranking.ToArray().Where(row => scores[row] == 0), rows[scored..]);
            }
        });

    [Property]
    public Property A_walked_ranker_lists_what_a_new_one_lists_in_any_length() =>
        Prop.ForAll(World.Draws.ToArbitrary(), Gen.Choose(1, World.Items + 3).ToArbitrary(), (world, places) =>
        {
            var index = new KnnIndex(Sequences.Of(world.Train), World.Items);
            var walked = new KnnRanker(index, world.Options);
            foreach (int row in world.Present.Reverse())
            {
                walked.Append(row);
                walked.Top(new int[3]);
            }

            walked.Begin();
            for (int k = 1; k <= world.Present.Length; k++)
            {
                walked.Append(world.Present[k - 1]);
                int[] rows = new int[places], again = new int[places], whole = Top(index, world.Options, world.Present[..k]);
                int count = Math.Min(places, World.Items);
                Assert.Equal(count, walked.Top(rows));
                Assert.Equal(whole[..count], rows[..count]);
                walked.Top(again);
                Assert.Equal(rows, again);
            }
        });

    // What is recent and what counts by its occurrences alone, voted for or not, in lists from one row to all.
    [Theory]
    [InlineData(0, 0.3f)]
    [InlineData(0.7f, 1.1f)]
    [InlineData(40, 0.05f)]
    public void A_long_sequence_is_listed_as_by_adding_up_all_its_items_bit_for_bit(float recency, float weight)
    {
        const int Rows = 150, Length = 600;
        var random = new Random(5);
        int[][] train = [.. Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 6).Select(_ => Draw()).ToArray())];
        var index = new KnnIndex(Sequences.Of(train), Rows);
        var options = new KnnOptions { PositionDecay = 20, ItemDecay = 2, RepeatWeight = weight, RepeatRecency = recency };
        var ranker = new KnnRanker(index, options);
        for (int walk = 0; walk < 2; walk++)
        {
            ranker.Begin();
            var present = new List<int>();
            for (int k = 0; k < Length; k++)
            {
                present.Add(Draw());
                ranker.Append(present[^1]);
                int[] all = PlainList(index, options, present);
                foreach (int places in (int[])[1, 7, Rows])
                {
                    int[] rows = new int[places];
                    Assert.Equal(places, ranker.Top(rows));
                    Assert.Equal(all[..places], rows);
                }
            }
        }

        // Some rows often, most of them rarely.
        int Draw() => (int)(Rows * Math.Pow(random.NextDouble(), 3));
    }

    // 16 times the items: 256 times the work if every list went through all of them. The bound leaves room for a busy machine.
    [Fact]
    public void The_time_of_a_sequence_with_repeats_grows_with_its_length_and_not_with_its_square()
    {
        const int Short = 2_000, Times = 16;
        Walk(Short);
        double ratio = Enumerable.Range(0, 3).Min(_ => Walk(Short * Times)) / Enumerable.Range(0, 3).Min(_ => Walk(Short));
        Assert.InRange(ratio, 0, 8 * Times);

        static double Walk(int length)
        {
            var ranker = new KnnRanker(new KnnIndex(Sequences.Of([0, 1]), Short * Times), new KnnOptions { RepeatWeight = 1 });
            int[] rows = new int[20];
            long start = Stopwatch.GetTimestamp();
            for (int row = 0; row < length; row++)
            {
                ranker.Append(row);
                ranker.Top(rows);
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    [Fact]
    public void A_list_allocates_nothing_after_the_first()
    {
        var random = new Random(3);
        int[][] train = [.. Enumerable.Range(0, 400).Select(_ => Enumerable.Range(0, 10).Select(_ => random.Next(50)).ToArray())];
        var options = new KnnOptions { Candidates = 100, Neighbors = 30, RepeatWeight = 1 };
        var ranker = new KnnRanker(new KnnIndex(Sequences.Of(train), 50), options);
        int[] rows = new int[20];
        Assert.Equal(0, Allocations.Of(() =>
        {
            ranker.Begin();
            for (int row = 0; row < 30; row++)
            {
                ranker.Append(row % 17);
                ranker.Top(rows);
            }
        }));
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(2, 2)]
    [InlineData(1, 3)]
    public void A_sequence_without_a_vote_takes_no_place_among_the_candidates(int except, int expected)
    {
        var index = new KnnIndex(Sequences.Of([0, 1], [0, 2], [0, 3]), Items);
        var votes = new KnnVotes(index, new KnnOptions { Candidates = 1, RepeatWeight = 1 });
        votes.Append(0);
        votes.Count(except);
        Assert.Equal([expected], votes.Rows.ToArray());
    }

    // As the formula stands, in the precision of the ranker: every item of the sequence, then all rows in order.
    private static int[] PlainList(KnnIndex index, KnnOptions options, List<int> present)
    {
        var votes = new KnnVotes(index, options);
        foreach (int row in present) votes.Append(row);
        votes.Count();
        int items = index.Popularity.Counts.Length;
        float[] scores = [.. Enumerable.Range(0, items).Select(row => votes[row])];
        float largest = scores.Max(), unit = options.RepeatWeight * (largest > 0 ? largest : 1);
        foreach (int row in present.Distinct())
        {
            int age = present.Count - 1 - present.LastIndexOf(row);
            scores[row] += unit * (present.Count(seen => seen == row) + (options.RepeatRecency * MathF.Exp(-age / 3f)));
        }

        return
        [
            .. Enumerable.Range(0, items).Where(row => scores[row] > 0).OrderByDescending(row => scores[row]).ThenBy(row => row),
            .. index.Popularity.Ranking.ToArray().Where(row => scores[row] == 0),
        ];
    }

    private static int[] Top(KnnOptions options, params int[] sequence) => Top(new KnnIndex(Sequences.Of(Train), Items), options, sequence);

    private static int[] Top(KnnIndex index, KnnOptions options, params int[] sequence)
    {
        var ranker = new KnnRanker(index, options);
        ranker.Begin();
        foreach (int row in sequence) ranker.Append(row);
        int[] rows = new int[index.Popularity.Counts.Length];
        Assert.Equal(rows.Length, ranker.Top(rows));
        return rows;
    }

    /// <summary>A few sequences, settings that leave some of them out, and a present sequence.</summary>
    private sealed record World(int[][] Train, int[] Present, KnnOptions Options)
    {
        public const int Items = 9;

        public static Gen<World> Draws { get; } =
            from train in Gen.Choose(0, Items - 1).NonEmptyListOf().Select(rows => rows.Take(8).ToArray()).ListOf()
            from present in Gen.Choose(0, Items - 1).NonEmptyListOf().Select(rows => rows.Take(10).ToArray())
            from candidates in Gen.Choose(1, 20)
            from neighbors in Gen.Choose(1, 12)
            from positionDecay in Gen.Elements(0.9f, 3.7f, 30)
            from itemDecay in Gen.Elements(0.45f, 1.3f, 20)
            from repeatWeight in Gen.Elements(0, 0.3f, 1.1f)
            from repeatRecency in Gen.Elements(0, 0.7f, 3)
            select new World([.. train], present, new KnnOptions
            {
                Candidates = candidates,
                Neighbors = neighbors,
                PositionDecay = positionDecay,
                ItemDecay = itemDecay,
                RepeatWeight = repeatWeight,
                RepeatRecency = repeatRecency,
            });
    }
}
