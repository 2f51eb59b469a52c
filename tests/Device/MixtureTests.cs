namespace OnDeviceRec.Device.Tests;

/// <summary>Models that copy: ln P of the mixture, and lists that are exact after one pass over the catalog.</summary>
public sealed class MixtureTests
{
    private const float Huge = 3e38f;

    public static TheoryData<TableKind, ReadoutKind, float> Kinds => Configurations.CopyingKinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Probabilities_sum_to_one(TableKind table, ReadoutKind readout, float norm)
    {
        DeviceModel model = TestModel.Random(Copying(table, readout, norm), 12).Load();
        var history = new History(model);
        float[] scores = new float[2100];
        foreach (int item in (int[])[2100, 4, 4, 1024, 1025, 7, 4, 9])
        {
            history.Append(item);
            model.Score(history, scores);
            Assert.Equal(1, scores.Sum(score => Math.Exp(score)), 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Outside_the_history_items_stand_as_the_plain_head_has_them(TableKind table, ReadoutKind readout, float norm)
    {
        TestModel test = TestModel.Random(Copying(table, readout, norm), 13);
        DeviceModel model = test.Load(), plain = Plain(test).Load();
        int[] seen = [3, 900, 3, 2100], items = new int[100];
        float[] z = new float[2100];
        model.Recommend(Histories.Of(model, seen), items, new float[100]);
        plain.Score(Histories.Of(plain, seen), z);
        int[] unseen = [.. items.Except(seen)];
        int[] expected = [.. Enumerable.Range(1, 2100).Except(seen).OrderByDescending(v => z[v - 1]).Take(unseen.Length)];
        Assert.True(unseen.Length >= 97);
        AssertSame(z, expected, unseen);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_shut_gate_lists_as_the_plain_head(TableKind table, ReadoutKind readout, float norm)
    {
        TestModel test = TestModel.Random(Copying(table, readout, norm), 14);
        Gate(test, -60);
        DeviceModel model = test.Load(), plain = Plain(test).Load();
        int[] seen = [3, 900, 3, 2100], items = new int[2100], expected = new int[2100];
        float[] scores = new float[2100], z = new float[2100], sorted = new float[2100];
        model.Recommend(Histories.Of(model, seen), items, scores);
        plain.Recommend(Histories.Of(plain, seen), expected, sorted);
        plain.Score(Histories.Of(plain, seen), z);
        AssertSame(z, expected, items);
        double logSum = Math.Log(z.Sum(x => Math.Exp(x)));
        Close.Assert(Array.ConvertAll(sorted, x => x - logSum), scores, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_an_open_gate_wants_again_stays_out_where_a_filter_leaves_it_out(TableKind table, ReadoutKind readout, float norm)
    {
        TestModel test = TestModel.Random(Copying(table, readout, norm), 15);
        Gate(test, 30);
        DeviceModel model = test.Load();
        History history = Histories.Of(model, [64, 65, 2100]);
        ulong[] allowed = [.. Enumerable.Repeat(ulong.MaxValue, 33)];
        allowed[0] &= ~(1UL << 63);
        Assert.Equal([64, 65, 2100], List(default).Take(3).Order());
        Assert.Equal([65, 2100], Seen(new RecommendationFilter { Denied = [64] }));
        Assert.Equal([65, 2100], Seen(new RecommendationFilter { Allowed = allowed }));
        Assert.Equal([2100], Seen(new RecommendationFilter { Allowed = allowed, Denied = [65] }));
        Assert.Empty(Seen(new RecommendationFilter { ExcludeSeen = true }));
        Assert.Equal([64, 65, 2100], List(default).Take(3).Order());

        int[] Seen(RecommendationFilter filter) => [.. List(filter).Intersect([64, 65, 2100]).Order()];

        int[] List(RecommendationFilter filter)
        {
            int[] items = new int[20];
            Assert.Equal(20, model.Recommend(history, items, new float[20], filter));
            return items;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_item_that_is_all_of_the_history_is_all_that_is_copied(TableKind table, ReadoutKind readout, float norm)
    {
        TestModel test = TestModel.Random(Copying(table, readout, norm), 16);
        Gate(test, 5);
        DeviceModel model = test.Load();
        var history = new History(model);
        float[] scores = new float[2100];
        for (int length = 1; length <= 8; length++)
        {
            history.Append(77);
            model.Score(history, scores);
            int[] held = [.. Enumerable.Repeat(77, Math.Min(length, 6))];
            Close.Assert(NaiveModel.Scores(test, held), scores);
            Assert.Equal(77, Array.IndexOf(scores, scores.Max()) + 1);
        }
    }

    [Fact]
    public void Worked_numbers_of_a_mixture()
    {
        // x and h are (1, 1) whatever comes in; z is 0, ln 2, 0; γ = ln 3; the ages give the last position 3/4 of two.
        TestModel test = TestModel.Random(Configurations.SmallestCopying, 1);
        Fix(test, 1);
        test[TensorRole.ItemTable] = [0, 0, MathF.Log(2), 0, 0, 0];
        test[TensorRole.CopyRecencyBias] = [MathF.Log(3), 0];
        Gate(test, MathF.Log(3));
        DeviceModel model = test.Load();
        float[] scores = new float[3];
        model.Score(Histories.Of(model, [2, 3]), scores);
        double[] expected = [0.25 / 4, (0.75 / 4) + (0.25 / 2), (0.75 * 3 / 4) + (0.25 / 4)];
        Close.Assert(Array.ConvertAll(expected, Math.Log), scores, 1e-6);
        int[] items = new int[3];
        float[] listed = new float[3];
        Assert.Equal(3, model.Recommend(Histories.Of(model, [2, 3]), items, listed));
        Assert.Equal([3, 2, 1], items);
        Assert.Equal([scores[2], scores[1], scores[0]], listed);
    }

    [Fact]
    public void The_gate_knows_how_many_items_there_are_and_how_many_of_them_came_again()
    {
        // z is 0 for all three items, all ages are alike. ln 2 for a single position, 0 for two, and ln 9 if all of them were repetitions.
        TestModel test = TestModel.Random(Configurations.SmallestCopying, 1);
        Fix(test, 0);
        test[TensorRole.CopyRecencyBias] = [0, 0];
        test[TensorRole.CopyLengthBias] = [MathF.Log(2), 0];
        test[TensorRole.CopyRepeatWeight] = [MathF.Log(9)];
        DeviceModel model = test.Load();
        double[] once = Probabilities([1]), different = Probabilities([1, 2]), again = Probabilities([1, 1]);
        Assert.Equal([(2.0 / 3) + (1.0 / 9), 1.0 / 9, 1.0 / 9], once, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([(1.0 / 4) + (1.0 / 6), (1.0 / 4) + (1.0 / 6), 1.0 / 6], different, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([(3.0 / 4) + (1.0 / 12), 1.0 / 12, 1.0 / 12], again, (a, b) => Math.Abs(a - b) < 1e-6);

        double[] Probabilities(int[] items)
        {
            float[] scores = new float[3];
            model.Score(Histories.Of(model, items), scores);
            return Array.ConvertAll(scores, score => Math.Exp(score));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_logarithm_of_a_probability_near_one_keeps_its_digits(TableKind table, ReadoutKind readout, float norm)
    {
        TestModel test = TestModel.Random(Copying(table, readout, norm), 22);
        Gate(test, 12);
        DeviceModel model = test.Load();
        float[] score = new float[1];
        model.Recommend(Histories.Of(model, [77, 77]), new int[1], score);
        double expected = NaiveModel.Scores(test, [77, 77])[76];
        Assert.InRange(expected, -1e-5, -1e-6);
        Assert.Equal(1, score[0] / expected, 1e-5);
    }

    [Fact]
    public void A_share_too_small_for_a_float_still_counts_where_the_gate_is_open_wide()
    {
        // The first position has e^-120 of p_copy, the catalog e^-160 in all.
        TestModel test = TestModel.Random(Configurations.Of(TableKind.Dense, ReadoutKind.Last, HeadKind.Copy), 17);
        test[TensorRole.CopyRecencyBias] = [0, -120, 0, 0, 0, 0];
        Gate(test, 160);
        DeviceModel model = test.Load();
        int[] items = new int[3];
        model.Recommend(Histories.Of(model, [10, 20]), items, new float[3]);
        Assert.Equal([20, 10], items[..2]);
        float[] scores = new float[2100];
        model.Score(Histories.Of(model, [10, 20]), scores);
        Close.Assert(NaiveModel.Scores(test, [10, 20]), scores);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_age_at_which_nobody_copies_leaves_an_item_to_the_catalog(TableKind table, ReadoutKind readout, float norm)
    {
        TestModel test = TestModel.Random(Copying(table, readout, norm), 18);
        test[TensorRole.CopyRecencyBias] = [0, -Huge, 0, 0, 0, 0];
        DeviceModel model = test.Load();
        float[] scores = new float[2100];
        model.Score(Histories.Of(model, [3, 900, 2100]), scores);
        Close.Assert(NaiveModel.Scores(test, [3, 900, 2100]), scores);
    }

    [Fact]
    public void A_probability_whose_logarithm_is_below_the_lowest_float_has_that_in_lists_and_scores()
    {
        TestModel test = TestModel.Random(Configurations.SmallestCopying, 20);
        Fix(test, 1);
        test[TensorRole.ItemTable] = [Huge, 0, 0, 0, -Huge, 0];
        DeviceModel model = test.Load();
        History history = Histories.Of(model, [1]);
        int[] items = new int[3];
        float[] listed = new float[3], scores = new float[3];
        Assert.Equal(3, model.Recommend(history, items, listed));
        Assert.Equal([1, 2, 3], items);
        model.Score(history, scores);
        Assert.Equal(scores, listed);
        Assert.Equal(float.MinValue, scores[2]);
        Assert.Equal(2, model.Recommend(history, new int[2], new float[2]));
        history.Append(3);
        model.Score(history, scores);
        Assert.All(scores, score => Assert.True(float.IsFinite(score)));
    }

    [Theory]
    [InlineData(HeadKind.Catalog)]
    [InlineData(HeadKind.Copy)]
    public void An_h_too_long_to_be_made_shorter_is_an_error_and_none_at_all_scores_nothing(HeadKind head)
    {
        TestModel test = TestModel.Random(Configurations.SmallestDense with { Head = head, LogitScale = 1 }, 21);
        Fix(test, 2e19f);
        AssertRefused(test, 1, [1]);
        Fix(test, 1e18f);
        float[] scores = new float[3];
        DeviceModel model = test.Load();
        model.Score(Histories.Of(model, [1]), scores);
        Close.Assert(NaiveModel.Scores(test, [1]), scores);
        Fix(test, 0);
        model = test.Load();
        model.Score(Histories.Of(model, [1]), scores);
        Close.Assert(NaiveModel.Scores(test, [1]), scores);
    }

    // The same items, but for places changed by those whose scores z rounding to ln P makes equal.
    private static void AssertSame(float[] z, int[] expected, int[] items)
    {
        Assert.All(expected.Zip(items), pair => Assert.Equal(z[pair.First - 1], z[pair.Second - 1], 1e-5));
        Assert.InRange(expected.Zip(items).Count(pair => pair.First == pair.Second), expected.Length * 99 / 100, expected.Length);
    }

    // Of the list, of one without the history, and of all scores.
    private static void AssertRefused(TestModel test, int item, int[] seen)
    {
        DeviceModel model = test.Load();
        History history = Histories.Of(model, seen);
        int items = model.Configuration.Items;
        foreach (Action ask in (Action[])
        [
            () => model.Recommend(history, new int[items], new float[items]),
            () => model.Recommend(history, new int[items], new float[items], new RecommendationFilter { Denied = [2] }),
            () => model.Score(history, new float[items]),
        ])
        {
            Assert.StartsWith($"Item {item} has the score ", Assert.Throws<NonFiniteScoreException>(ask).Message);
        }

        Assert.Throws<NonFiniteScoreException>(
            () => model.Recommend(history, new int[1], new float[1], new RecommendationFilter { ExcludeSeen = true, Denied = [1] }));
    }

    // γ is the same whatever the history.
    private static void Gate(TestModel test, float value)
    {
        test[TensorRole.CopyLengthBias].AsSpan().Fill(value);
        test[TensorRole.CopyRepeatWeight] = [0];
    }

    // The last layer's x, and so h, is (value, value) at every position.
    private static void Fix(TestModel test, float value)
    {
        test[TensorRole.FeedForwardGain] = [0, 0];
        test[TensorRole.FeedForwardBias] = [value, value];
    }

    private static ModelConfiguration Copying(TableKind table, ReadoutKind readout, float norm) =>
        Configurations.Of(table, readout, HeadKind.Copy, norm);

    // The same numbers without the copy head.
    private static TestModel Plain(TestModel copying)
    {
        var plain = new TestModel(copying.Configuration with { Head = HeadKind.Catalog });
        foreach ((TensorRole role, int index, _) in TestModel.Roles(plain.Configuration)) plain[role, index] = copying[role, index];
        return plain;
    }
}
