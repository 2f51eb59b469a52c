namespace OnDeviceRec.Device.Tests;

public sealed class DeviceModelTests
{
    public static TheoryData<TableKind, ReadoutKind, HeadKind, float> Kinds => Configurations.Kinds;

    public static TheoryData<TableKind, ReadoutKind, HeadKind, float, Precision> KindsAndPrecisions => Configurations.KindsAndPrecisions;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Scores_are_the_naive_model_s_at_every_length(TableKind table, ReadoutKind readout, HeadKind head, float norm)
    {
        TestModel test = TestModel.Random(Configurations.Of(table, readout, head, norm), 3);
        DeviceModel model = test.Load();
        int[] items = [5, 2100, 1, 5, 77, 1024, 5, 2100];
        float[] scores = new float[2100];
        for (int length = 1; length <= items.Length; length++)
        {
            model.Score(Histories.Of(model, items.AsSpan(0, length)), scores);
            Close.Assert(NaiveModel.Scores(test, items[Math.Max(0, length - 6)..length]), scores);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_list_is_the_head_of_a_full_sort(TableKind table, ReadoutKind readout, HeadKind head, float norm)
    {
        DeviceModel model = TestModel.Random(Configurations.Of(table, readout, head, norm), 4).Load();
        History history = Histories.Of(model, [9, 2000, 9]);
        float[] all = new float[2100];
        model.Score(history, all);
        foreach (int count in (int[])[0, 1, 20, 2100, 2200])
        {
            int[] items = new int[count];
            float[] scores = new float[count];
            int listed = model.Recommend(history, items, scores);
            Lists.AssertHead(Enumerable.Range(1, 2100), all, count, head, items.AsSpan(0, listed), scores.AsSpan(0, listed));
        }
    }

    [Theory]
    [InlineData(HeadKind.Catalog)]
    [InlineData(HeadKind.Copy)]
    public void Equal_scores_come_by_lower_id(HeadKind head)
    {
        var configuration = Configurations.Tiny(3000, 4, 4, 2) with { Head = head };
        TestModel test = TestModel.Random(configuration, 6);
        test[TensorRole.ItemTable] = [.. Enumerable.Repeat<float[]>([1, 2, 3, 4], 3000).SelectMany(row => row)];
        int[] items = new int[40];
        DeviceModel model = test.Load();
        Assert.Equal(40, model.Recommend(Histories.Of(model, [3000]), items, new float[40]));
        Assert.Equal(head == HeadKind.Copy ? [3000, .. Enumerable.Range(1, 39)] : Enumerable.Range(1, 40), items);
    }

    [Theory]
    [MemberData(nameof(KindsAndPrecisions))]
    public void Appending_and_recommending_allocate_nothing_after_the_first(
        TableKind table, ReadoutKind readout, HeadKind head, float norm, Precision precision)
    {
        DeviceModel model = TestModel.Random(Configurations.Of(table, readout, head, norm, precision: precision), 7).Load();
        History history = Histories.Of(model, [1]);
        int[] items = new int[20], denied = [3, 2100];
        float[] scores = new float[20], all = new float[2100];
        ulong[] allowed = [.. Enumerable.Repeat(0xFFFF0000FFFF0000, 33)];
        byte[] saved = new byte[history.SavedLength + 100];
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int item = 2; item < 20; item++)
            {
                history.Append(item);
                model.Recommend(history, items, scores);
                model.Recommend(history, items);
                model.Recommend(history, items, new RecommendationFilter { ExcludeSeen = true, Denied = denied });
                model.Recommend(
                    history, items, scores, new RecommendationFilter { ExcludeSeen = true, Allowed = allowed, Denied = denied });
                model.Score(history, all);
                history.Restore(saved.AsSpan(0, history.Save(saved)));
            }
        }));
    }

    [Theory]
    [MemberData(nameof(KindsAndPrecisions))]
    public void Eight_threads_with_histories_of_their_own_get_the_same_lists(
        TableKind table, ReadoutKind readout, HeadKind head, float norm, Precision precision)
    {
        DeviceModel model = TestModel.Random(Configurations.Of(table, readout, head, norm, precision: precision), 8).Load();
        string[] lists = new string[8];
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(n => new Thread(() => lists[n] = Session(model)))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        string alone = Session(model);
        Assert.All(lists, list => Assert.Equal(alone, list));
    }

    [Theory]
    [InlineData(HeadKind.Catalog)]
    [InlineData(HeadKind.Copy)]
    public void Overflowing_scores_are_an_error(HeadKind head)
    {
        var configuration = Configurations.Tiny(50, 2, 2, 2) with { Head = head };
        TestModel test = TestModel.Random(configuration, 9);
        test[TensorRole.FeedForwardGain] = [1e30f, 1e30f];
        test[TensorRole.ItemTable][2 * 41] = float.MaxValue;
        DeviceModel model = test.Load();
        History history = Histories.Of(model, [1]);
        var thrown = Assert.Throws<NonFiniteScoreException>(() => model.Recommend(history, new int[5], new float[5]));
        Assert.StartsWith("Item 42 ", thrown.Message);
        thrown = Assert.Throws<NonFiniteScoreException>(() => model.Score(history, new float[50]));
        Assert.StartsWith("Item 42 ", thrown.Message);
    }

    [Fact]
    public void An_array_holds_the_list_and_no_more_items_than_there_are()
    {
        DeviceModel model = TestModel.Random(Configurations.Of(TableKind.BinaryCodes, ReadoutKind.Last, HeadKind.Copy), 1).Load();
        History history = Histories.Of(model, 3, 1, 4);
        int[] items = new int[7];
        float[] scores = new float[7];
        model.Recommend(history, items, scores);
        AssertList(model.Recommend(history, 7));
        model.Recommend(history, items, scores, new RecommendationFilter { ExcludeSeen = true });
        AssertList(model.Recommend(history, 7, new RecommendationFilter { ExcludeSeen = true }));
        ulong[] allowed = new ulong[33];
        allowed[0] = 0b110;
        Assert.Equal(2100, model.Recommend(history, int.MaxValue).Length);
        Assert.Equal(2, model.Recommend(history, 7, new RecommendationFilter { Allowed = allowed }).Length);
        Assert.Empty(model.Recommend(history, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Recommend(history, -1));

        void AssertList(Recommendation[] list)
        {
            Assert.Equal(items, list.Select(next => next.Item));
            Assert.Equal(scores, list.Select(next => next.Score));
        }
    }

    [Fact]
    public void Callers_mistakes_are_named()
    {
        DeviceModel model = TestModel.Random(Configurations.SmallestDense, 1).Load();
        DeviceModel other = TestModel.Random(Configurations.SmallestDense, 1).Load();
        Assert.Contains(
            "empty", Assert.Throws<InvalidOperationException>(() => model.Recommend(new History(model), new int[1], new float[1])).Message);
        Assert.Contains(
            "another model",
            Assert.Throws<ArgumentException>(() => model.Recommend(Histories.Of(other, [1]), new int[1], new float[1])).Message);
        Assert.Contains(
            "2 items and 1 scores",
            Assert.Throws<ArgumentException>(() => model.Recommend(Histories.Of(model, [1]), new int[2], new float[1])).Message);
        Assert.Contains(
            "2 scores of 3 items", Assert.Throws<ArgumentException>(() => model.Score(Histories.Of(model, [1]), new float[2])).Message);
    }

    private static string Session(DeviceModel model)
    {
        var history = new History(model);
        int[] items = new int[20];
        float[] scores = new float[20];
        var lists = new List<string>();
        for (int n = 1; n <= 60; n++)
        {
            history.Append(n * 31);
            model.Recommend(history, items, scores);
            lists.Add(string.Join(' ', items) + " " + string.Join(' ', scores));
        }

        return string.Join('\n', lists);
    }
}
