using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Device.Transformer;

namespace OnDeviceRec.Device.Tests;

/// <summary>Lists without scores: those of the lists with scores, however they were found.</summary>
public sealed class ListAloneTests
{
    public static TheoryData<TableKind, ReadoutKind, HeadKind, float> Kinds => Configurations.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_model_lists_the_same_without_scores(TableKind table, ReadoutKind readout, HeadKind head, float norm)
    {
        DeviceModel model = TestModel.Random(Configurations.Of(table, readout, head, norm), 21).Load();
        var history = new History(model);
        foreach (int item in (int[])[9, 2000, 9, 1, 2100, 77, 1024, 9])
        {
            history.Append(item);
            foreach (int count in (int[])[0, 1, 20, 256, 257, 2100, 2200]) AssertSame(model, history, count, default);
        }
    }

    // Small numbers of codes make items equal, W of 0 all of them, and W near 0 as far apart as scores round; large ones make the catalog's
    // sums coarse or too large for a float.
    [Property(MaxTest = 400)]
    public Property Catalogs_of_codes_list_the_same_without_scores() => Prop.ForAll(Draws(), AssertSame);

    // Copied items put others out of a list whose scores are equal when they are rounded, at neither end of ln Z, but in between.
    [Theory]
    [InlineData(1424, 9, 30, 100, 280_756)]
    [InlineData(1255, 17, 0, 5, 566_307)]
    public void Items_that_copied_ones_put_out_count_too(int items, int bits, int distinct, int top, int seed) =>
        AssertSame(new Draw(items, bits, distinct, 1e-6f, HeadKind.Copy, 3, top, seed));

    [Fact]
    public void Codes_too_long_for_sums_of_sixteen_bits_list_the_same_without_scores()
    {
        foreach (int bits in (int[])[1024, 1025])
        {
            DeviceModel model = TestModel.Random(Configurations.Tiny(60, 4, 4, 5, new BinaryCodesShape(bits)), 5).Load();
            AssertSame(model, Histories.Of(model, [7, 60]), 20, default);
        }
    }

    [Theory]
    [InlineData(HeadKind.Catalog)]
    [InlineData(HeadKind.Copy)]
    public void A_list_of_the_whole_catalog_takes_no_room_on_the_stack(HeadKind head)
    {
        const int Items = 100_000, Stack = 256 * 1024;
        DeviceModel model = TestModel.Random(Configurations.Tiny(Items, 4, 4, 5, new BinaryCodesShape(40)) with { Head = head }, 3).Load();
        History history = Histories.Of(model, [7, 60]);
        int[] expected = new int[Items], actual = new int[Items];
        model.Recommend(history, expected, new float[Items]);
        var thread = new Thread(() => model.Recommend(history, actual), Stack);
        thread.Start();
        thread.Join();
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_an_error_here_too()
    {
        TestModel test = TestModel.Random(Configurations.Tiny(50, 2, 2, 2, new BinaryCodesShape(9)), 9);
        test[TensorRole.FeedForwardGain] = [1e30f, 1e30f];
        test[TensorRole.Core] = [.. Enumerable.Repeat(1e30f, 18)];
        DeviceModel model = test.Load();
        History history = Histories.Of(model, [1]);
        string expected = Assert.Throws<NonFiniteScoreException>(() => model.Recommend(history, new int[5], new float[5])).Message;
        Assert.Equal(expected, Assert.Throws<NonFiniteScoreException>(() => model.Recommend(history, new int[5])).Message);
    }

    private static void AssertSame(Draw draw)
    {
        TestModel test = TestModel.Random(
            Configurations.Tiny(draw.Items, 4, 4, 5, new BinaryCodesShape(draw.Bits)) with { Head = draw.Head, LogitScale = draw.Norm },
            draw.Seed);
        var random = new Random(draw.Seed);
        float[] codes = test[TensorRole.Core, 1], w = test[TensorRole.Core, 0];
        int distinct = Math.Min(draw.Items, draw.Distinct);
        int[] like = [.. Enumerable.Range(0, draw.Items).Select(v => distinct == 0 ? v : random.Next(distinct))];
        for (int i = 0; i < codes.Length; i++) codes[i] = codes[(i / draw.Items * draw.Items) + like[i % draw.Items]];
        for (int i = 0; i < w.Length; i++) w[i] *= draw.Scale;
        DeviceModel model = test.Load();
        var history = new History(model);
        ulong[] allowed = [.. new int[(draw.Items + 63) / 64].Select(_ => (ulong)random.NextInt64() & (ulong)random.NextInt64())];
        int[] denied = [.. Enumerable.Range(0, 5).Select(_ => 1 + random.Next(draw.Items))];
        for (int length = 1; length <= 7; length++)
        {
            history.Append(1 + random.Next(draw.Items));
            AssertSame(model, history, draw.Top, default);
            AssertSame(model, history, draw.Top, new RecommendationFilter { ExcludeSeen = true, Denied = denied });
            AssertSame(model, history, draw.Top, new RecommendationFilter { Allowed = allowed });
        }
    }

    private static void AssertSame(DeviceModel model, History history, int count, RecommendationFilter filter)
    {
        int[] expected = new int[count], actual = new int[count];
        float[] scores = new float[count], all = new float[model.Configuration.Items];
        int listed = model.Recommend(history, expected, scores, filter);
        Assert.Equal(listed, model.Recommend(history, actual, filter));
        Assert.Equal(expected, actual);
        model.Score(history, all);
        Assert.Equal(expected.Take(listed).Select(item => all[item - 1]), scores.Take(listed));
    }

    // Rows 2, 5 and 7, of which 7 is copied; −3 has 2^-22 between itself and its neighbors.
    [Theory]
    [InlineData(2, 5, -3f, -3f, 1f, 1f, true)]
    [InlineData(2, 5, -3f, -3f, 1.0000001f, 1f, true)]
    [InlineData(2, 5, -3f, -3f, 1f, 1.0000001f, false)]
    [InlineData(5, 2, -3f, -3.0000002f, 1f, 1.0000001f, false)]
    [InlineData(5, 2, -3f, -3.1f, 1f, 1.1f, true)]
    [InlineData(2, 7, -3f, -3f, 1f, 1f, false)]
    [InlineData(7, 2, -3f, -3.1f, 1f, 1f, true)]
    public void An_order_stands_where_no_rounding_can_turn_it(
        int first, int second, float score, float next, float zOf2, float zOf5, bool stands)
    {
        var copies = new CopyState(3);
        copies.Add(7, 0);
        Assert.Equal(stands, DeviceModel.AreOrdered([first, second], 2, [score, next], [2, 5, 7], [zOf2, zOf5, 1], copies));
        Assert.Equal(stands, DeviceModel.AreOrdered([first, second], 1, [score, next], [2, 5, 7], [zOf2, zOf5, 1], copies));
    }

    // Of three rows, the first of which is listed, the others are in a wrong order: it counts as far as a rounding may reach.
    [Theory]
    [InlineData(-3f, -3f, false)]
    [InlineData(-3f, -3.1f, true)]
    [InlineData(-3.1f, -3.1f, true)]
    public void What_is_behind_a_clear_gap_may_turn(float second, float third, bool stands) =>
        Assert.Equal(stands, DeviceModel.AreOrdered([2, 7, 5], 1, [-3, second, third], [2, 5, 7], [3, 1, 2], new CopyState(1)));

    private static Arbitrary<Draw> Draws() =>
        (from items in Gen.OneOf(Gen.Choose(1, 40), Gen.Choose(1000, 2300))
         from bits in Gen.OneOf(Gen.Choose(1, 9), Gen.Choose(1, 80))
         from distinct in Gen.Elements(0, 0, 1, 2, 30)
         from scale in Gen.Elements(1f, 1f, 30f, 1e-3f, 1e-6f, 0f, 1e-38f, 1e30f)
         from head in Gen.Elements(HeadKind.Catalog, HeadKind.Copy)
         from norm in Gen.Elements(0f, 3f, 20f)
         from top in Gen.Elements(1, 5, 20, 100)
         from seed in Gen.Choose(1, 1_000_000)
         select new Draw(items, bits, distinct, scale, head, norm, top, seed)).ToArbitrary();

    private sealed record Draw(int Items, int Bits, int Distinct, float Scale, HeadKind Head, float Norm, int Top, int Seed);
}
