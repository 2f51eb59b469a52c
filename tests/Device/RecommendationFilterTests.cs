using FsCheck.Xunit;

namespace OnDeviceRec.Device.Tests;

public sealed class RecommendationFilterTests
{
    private const int Items = 2100;
    private const int Words = 33;

    // Of the table's scores some are equal: every item has the row of the item 700 before it.
    private static readonly DeviceModel[] Models =
        [.. from kind in Configurations.Kinds select Model(kind.Data.Item1, kind.Data.Item2, kind.Data.Item3, kind.Data.Item4)];

    [Property(MaxTest = 200)]
    public void The_list_is_the_full_sort_without_what_is_left_out(int seed)
    {
        var random = new Random(seed);
        DeviceModel model = Models[random.Next(Models.Length)];
        int[] seen = Draw(random, random.Next(1, 9));
        int[] denied = [.. Draw(random, random.Next(3) * random.Next(400)), .. seen[..random.Next(seen.Length + 1)]];
        ulong[] allowed = random.Next(2) == 0 ? [] : Bits(random, random.NextDouble());
        bool excludeSeen = random.Next(2) == 0;
        History history = Histories.Of(model, seen);
        float[] all = new float[Items];
        model.Score(history, all);
        int[] held = seen[^Math.Min(seen.Length, history.Capacity)..];
        int[] left =
        [
            .. Enumerable.Range(1, Items)
                .Where(v => allowed.Length == 0 || (allowed[(v - 1) / 64] >> ((v - 1) % 64) & 1) != 0)
                .Where(v => !denied.Contains(v) && !(excludeSeen && held.Contains(v))),
        ];
        foreach (int count in (int[])[0, 1, 20, Items])
        {
            int[] items = new int[count];
            float[] scores = new float[count];
            int listed = model.Recommend(
                history, items, scores, new RecommendationFilter { ExcludeSeen = excludeSeen, Allowed = allowed, Denied = denied });
            Lists.AssertHead(left, all, count, model.Configuration.Head, items.AsSpan(0, listed), scores.AsSpan(0, listed));
        }
    }

    [Fact]
    public void Nothing_allowed_gives_an_empty_list()
    {
        foreach (DeviceModel model in Models)
        {
            History history = Histories.Of(model, [5]);
            int[] items = new int[3];
            float[] scores = new float[3];
            Assert.Equal(0, model.Recommend(history, items, scores, new RecommendationFilter { Allowed = new ulong[Words] }));
            Assert.Equal(0, model.Recommend(history, items, scores, new RecommendationFilter { Denied = [.. Enumerable.Range(1, Items)] }));
            ulong[] only = new ulong[Words];
            only[^1] = 1UL << ((Items - 1) % 64);
            Assert.Equal(1, model.Recommend(history, items, scores, new RecommendationFilter { Allowed = only }));
            Assert.Equal(Items, items[0]);
            Assert.Equal(0, model.Recommend(history, items, scores, new RecommendationFilter { Allowed = only, Denied = [Items, Items] }));
        }
    }

    [Fact]
    public void Bits_behind_the_last_item_mean_nothing()
    {
        DeviceModel model = Models[0];
        History history = Histories.Of(model, [5]);
        int[] items = new int[Items + 100];
        float[] scores = new float[Items + 100];
        ulong[] allowed = [.. Enumerable.Repeat(ulong.MaxValue, Words)];
        Assert.Equal(Items, model.Recommend(history, items, scores, new RecommendationFilter { Allowed = allowed }));
        Assert.Equal(Enumerable.Range(1, Items), items[..Items].Order());
    }

    [Fact]
    public void A_filter_is_for_one_call_and_a_refused_one_for_none()
    {
        DeviceModel model = Models[1];
        History history = Histories.Of(model, [5, 6]);
        int[] expected = new int[20], items = new int[20];
        float[] scores = new float[20];
        model.Recommend(history, expected, scores);
        model.Recommend(history, items, scores, new RecommendationFilter { Denied = expected });
        Assert.Empty(items.Intersect(expected));
        foreach (int wrong in (int[])[0, -1, Items + 1, int.MaxValue, int.MinValue])
        {
            string message = Assert.Throws<ArgumentException>(
                () => model.Recommend(history, items, scores, new RecommendationFilter { Denied = [expected[0], wrong] })).Message;
            Assert.Equal($"Filter: denied item {wrong} is not within 1..{Items}.", message);
        }

        foreach (int words in (int[])[1, Words - 1, Words + 1])
        {
            string message = Assert.Throws<ArgumentException>(
                () => model.Recommend(history, items, scores, new RecommendationFilter { Allowed = new ulong[words] })).Message;
            Assert.Equal($"Filter: {words} words of allowed items, {Items} items have {Words}.", message);
        }

        Assert.Equal(20, model.Recommend(history, items, scores));
        Assert.Equal(expected, items);
        model.Recommend(history, items, scores, new RecommendationFilter { ExcludeSeen = true });
        Assert.Empty(items.Intersect([5, 6]));
        int[] unseen = [.. expected.Except([5, 6])];
        Assert.Equal(unseen, items[..unseen.Length]);
    }

    [Theory]
    [InlineData(HeadKind.Catalog)]
    [InlineData(HeadKind.Copy)]
    public void A_score_that_is_none_is_an_error_even_where_it_is_left_out(HeadKind head)
    {
        TestModel test = TestModel.Random(Configurations.Tiny(50, 2, 2, 2) with { Head = head }, 9);
        test[TensorRole.FeedForwardGain] = [1e30f, 1e30f];
        test[TensorRole.ItemTable][2 * 41] = float.MaxValue;
        DeviceModel model = test.Load();
        History history = Histories.Of(model, [1]);
        var thrown = Assert.Throws<NonFiniteScoreException>(
            () => model.Recommend(history, new int[5], new float[5], new RecommendationFilter { Denied = [42] }));
        Assert.StartsWith("Item 42 ", thrown.Message);
    }

    private static DeviceModel Model(TableKind table, ReadoutKind readout, HeadKind head, float norm)
    {
        TestModel test = TestModel.Random(Configurations.Of(table, readout, head, norm), 4);
        if (table == TableKind.Dense)
        {
            float[] rows = test[TensorRole.ItemTable];
            for (int i = 700 * 8; i < rows.Length; i++) rows[i] = rows[i - (700 * 8)];
        }

        return test.Load();
    }

    private static int[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(1, Items + 1))];

    private static ulong[] Bits(Random random, double share)
    {
        ulong[] words = new ulong[Words];
        for (int bit = 0; bit < Words * 64; bit++)
        {
            if (random.NextDouble() < share) words[bit / 64] |= 1UL << (bit % 64);
        }

        return words;
    }
}
