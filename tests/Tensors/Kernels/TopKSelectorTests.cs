using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

/// <summary>Scores that are shifted and raised after the last block.</summary>
public class TopKSelectorTests
{
    private static readonly float[] Row = [0.5f, 0.1f, 0.9f, 0.3f, 0.7f];

    [Fact]
    public void An_entry_of_the_list_rises_in_it()
    {
        AssertRaised([0, 2, 4], [0.95f, 0.9f, 0.7f], k: 3, (0, 0.95f));
        AssertRaised([2, 0, 4], [0.9f, 0.8f, 0.7f], k: 3, (0, 0.8f));
        AssertRaised([2, 4, 0], [0.9f, 0.7f, 0.6f], k: 3, (0, 0.6f));
        AssertRaised([2, 4, 0], [0.9f, 0.7f, 0.5f], k: 3, (0, 0.5f));
    }

    [Fact]
    public void One_that_is_left_out_takes_the_last_place_or_a_better_one_or_none()
    {
        AssertRaised([2, 4, 1], [0.9f, 0.7f, 0.6f], k: 3, (1, 0.6f));
        AssertRaised([1, 2, 4], [1, 0.9f, 0.7f], k: 3, (1, 1));
        AssertRaised([2, 4, 0], [0.9f, 0.7f, 0.5f], k: 3, (1, 0.4f));
        AssertRaised([3], [2], k: 1, (3, 2));
    }

    [Fact]
    public void One_that_another_drove_out_comes_back()
    {
        AssertRaised([3, 0, 2], [1, 0.95f, 0.9f], k: 3, (3, 1), (0, 0.95f));
        AssertRaised([0, 3], [1, 0.95f], k: 2, (3, 0.95f), (1, 0.92f), (0, 1));
    }

    [Fact]
    public void Where_there_is_room_for_all_every_one_rises()
    {
        AssertRaised([1, 2, 4, 0, 3], [1, 0.9f, 0.7f, 0.5f, 0.4f], k: 5, (1, 1), (3, 0.4f));
        AssertRaised([1, 2, 4, 0, 3], [1, 0.9f, 0.7f, 0.5f, 0.4f], k: 8, (1, 1), (3, 0.4f));
        AssertRaised([2, 9, 4, 8, 0], [0.9f, 0.8f, 0.7f, 0.6f, 0.5f], k: 5, (1, 0.1f), (3, 0.1f), (9, 0.8f), (8, 0.6f));
        AssertRaised([1, 2, 4, 0, 3, 9], [1, 0.9f, 0.7f, 0.5f, 0.4f, 0.05f], k: 6, (1, 1), (3, 0.4f), (9, 0.05f));
        AssertRaised([1, 2, 4, 0, 3, 9], [1, 0.9f, 0.7f, 0.5f, 0.4f, 0.05f], k: 8, (1, 1), (3, 0.4f), (9, 0.05f));
    }

    [Fact]
    public void Of_equal_scores_the_lower_index_is_listed_first()
    {
        AssertRaised([2, 1, 4], [0.9f, 0.7f, 0.7f], k: 3, (1, 0.7f));
        AssertRaised([2, 4, 0], [0.9f, 0.7f, 0.5f], k: 3, (3, 0.5f));
        AssertRaised([2, 4, 0], [0.9f, 0.9f, 0.5f], k: 3, (4, 0.9f));
        AssertRaised([0, 2, 4], [0.9f, 0.9f, 0.7f], k: 3, (0, 0.9f));
    }

    [Fact]
    public void A_list_of_no_entries_stays_one() => AssertRaised([], [], k: 0, (1, 5), (2, 6));

    [Fact]
    public void Scores_that_a_shift_makes_equal_stand_by_index()
    {
        // 1e8 has steps of 8.
        int[] listed = new int[4];
        float[] top = new float[4];
        TopKSelector selector = new(listed, top);
        Assert.True(selector.Offer(Row, 0));
        selector.Shift(1e8);
        Assert.Equal(4, selector.Finish());
        Assert.Equal([0, 2, 3, 4], listed);
        Assert.All(top, score => Assert.Equal(1e8f, score));
    }

    [Property(Arbitrary = [typeof(Rows)], MaxTest = 300)]
    public bool Shifted_scores_stand_as_a_full_stable_sort_has_them(float[] row, int shift)
    {
        int[] indices = new int[row.Length], expectedIndices = new int[row.Length];
        float[] top = new float[row.Length], expectedTop = new float[row.Length];
        TopKSelector selector = new(indices, top);
        Assert.True(selector.Offer(row, 0));

        // Up to steps of 1, in which many scores meet.
        double by = shift % 8 * 2_097_151.3;
        selector.Shift(by);
        float[] shifted = Array.ConvertAll(row, x => (float)(x + by));
        TopK.Reference<float>(shifted, expectedIndices, expectedTop);
        return selector.Finish() == row.Length && indices.SequenceEqual(expectedIndices) && top.SequenceEqual(expectedTop);
    }

    [Property(Arbitrary = [typeof(Rows)], MaxTest = 300)]
    public bool Equals_a_full_stable_sort_of_the_raised_scores(float[] row, int seed)
    {
        // Coarse numbers: many are equal, before and after.
        var random = new Random(seed);
        float[] coarse = Array.ConvertAll(row, x => MathF.Round(Math.Clamp(x, -5f, 5f))), raised = [.. coarse];
        int[] order = [.. Enumerable.Range(0, row.Length)];
        random.Shuffle(order);
        foreach (int index in order.Take(random.Next(row.Length + 1))) raised[index] += random.Next(4);
        return new[] { 0, 1, 3, 20, row.Length, row.Length + 3 }.All(k =>
        {
            int[] indices = new int[k], expectedIndices = new int[k];
            float[] top = new float[k], expectedTop = new float[k];
            TopKSelector selector = new(indices, top);
            int block = random.Next(1, 40);
            for (int first = 0; first < coarse.Length; first += block)
                Assert.True(selector.Offer(coarse.AsSpan(first, Math.Min(block, coarse.Length - first)), first));
            foreach (int index in order) selector.Raise(index, raised[index]);
            int count = TopK.Reference<float>(raised, expectedIndices, expectedTop);
            return selector.Finish() == count && indices.AsSpan(0, count).SequenceEqual(expectedIndices.AsSpan(0, count))
                && top.AsSpan(0, count).SequenceEqual(expectedTop.AsSpan(0, count));
        });
    }

    private static void AssertRaised(int[] indices, float[] scores, int k, params (int Index, float Score)[] raised)
    {
        int[] listed = new int[k];
        float[] top = new float[k];
        TopKSelector selector = new(listed, top);
        Assert.True(selector.Offer(Row, 0));
        foreach ((int index, float score) in raised) selector.Raise(index, score);
        int count = selector.Finish();
        Assert.Equal(indices, listed[..count]);
        Assert.Equal(scores, top[..count]);
    }
}
