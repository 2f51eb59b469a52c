using OnDeviceRec.Data;
using OnDeviceRec.Device;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Evaluation.Tests;

namespace OnDeviceRec.Baselines.SequenceKnn.Tests;

public sealed class KnnBlendRankerTests
{
    private const int Items = 12;

    private static readonly Sequences Past = Sequences.Of([0, 1, 2], [1, 2, 3], [0, 1, 4, 5], [6, 7]);
    private static readonly KnnIndex Index = new(Past, Items);
    private static readonly KnnOptions Options = new() { RepeatWeight = 1 };

    [Fact]
    public void New_items_share_what_the_models_leave_for_them_and_the_session_s_own_stay()
    {
        const float Share = 0.4f;
        DeviceModel model = Model(1);
        var blend = new KnnBlendRanker(new EnsembleRanker([model]), Index, Options, Share);
        var history = new History(model);
        var votes = new KnnVotes(Index, Options);
        foreach (int row in (int[])[0, 1, 0])
        {
            blend.Append(row);
            history.Append(row + 1);
            votes.Append(row);
        }

        int[] rows = new int[Items];
        Assert.Equal(Items, blend.Top(rows));
        float[] scores = new float[Items];
        model.Score(history, scores);
        votes.Count();
        double sum = scores.Sum(score => Math.Exp(score));
        double[] likely = [.. scores.Select(score => Math.Exp(score) / sum)], expected = [.. likely];
        double ofNew = 1 - likely[0] - likely[1], all = Enumerable.Range(2, Items - 2).Sum(row => votes[row]);
        Assert.True(all > 0);
        for (int row = 2; row < Items; row++) expected[row] = ((1 - Share) * likely[row]) + (Share * ofNew * votes[row] / all);
        Assert.Equal(1, expected.Sum(), 5);
        Assert.Equal(Enumerable.Range(0, Items).OrderByDescending(row => expected[row]), rows);
        Assert.NotEqual(Enumerable.Range(0, Items).OrderByDescending(row => likely[row]), rows);
    }

    [Fact]
    public void Without_votes_or_a_share_of_them_the_models_speak_alone()
    {
        DeviceModel model = Model(2);
        var alone = new DeviceRanker(model);
        foreach ((int[] session, float share) in new[] { (new[] { 8 }, 0.5f), ([0, 1], 0f) })
        {
            var blend = new KnnBlendRanker(new EnsembleRanker([model]), Index, Options, share);
            int[] ours = new int[Items], theirs = new int[Items];
            blend.Begin();
            alone.Begin();
            foreach (int row in session)
            {
                blend.Append(row);
                alone.Append(row);
            }

            blend.Top(ours);
            alone.Top(theirs);
            Assert.Equal(theirs, ours);
        }
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void A_share_out_of_its_range_is_refused(float share) =>
        Assert.Throws<ArgumentException>(() => new KnnBlendRanker(new EnsembleRanker([Model(1)]), Index, Options, share));

    private static DeviceModel Model(int seed) => RandomModel.Draw(seed, Items);
}
