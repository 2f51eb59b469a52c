using OnDeviceRec.Data;
using OnDeviceRec.Device;

namespace OnDeviceRec.Evaluation.Tests;

public class DeviceRankerTests
{
    private const int Items = RandomModel.Items;

    private static readonly DeviceModel Model = RandomModel.Draw(seed: 1);

    [Fact]
    public void Lists_are_those_of_sorting_all_scores_after_every_item_of_every_sequence()
    {
        var ranker = new DeviceRanker(Model);
        int[] rows = new int[20];
        float[] scores = new float[Items];
        foreach (int[] sequence in new int[][] { [0, 59, 3, 3, 17, 8, 0, 41], [59], [12, 13, 14] })
        {
            ranker.Begin();
            for (int k = 1; k <= sequence.Length; k++)
            {
                ranker.Append(sequence[k - 1]);
                Assert.Equal(20, ranker.Top(rows));
                var history = new History(Model);
                foreach (int row in sequence.Take(k)) history.Append(row + 1);
                Model.Score(history, scores);
                Assert.Equal(Enumerable.Range(0, Items).OrderByDescending(row => scores[row]).ThenBy(row => row).Take(20), rows);
            }
        }
    }

    [Fact]
    public void Lists_of_any_length_begin_alike_and_end_with_the_catalog()
    {
        var ranker = new DeviceRanker(Model);
        ranker.Append(7);
        int[] few = new int[3], all = new int[Items + 5];
        Assert.Equal(3, ranker.Top(few));
        Assert.Equal(Items, ranker.Top(all));
        Assert.Equal(few, all[..3]);
        Assert.Equal(Enumerable.Range(0, Items), all[..Items].Order());
    }

    [Fact]
    public void An_evaluation_is_the_same_on_any_number_of_threads()
    {
        var random = new Random(2);
        Sequences sequences = Sequences.Of(
            [.. Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, random.Next(2, 12)).Select(_ => random.Next(Items)).ToArray())]);
        var popularity = new Popularity(sequences, Items);
        byte[][] ranks = [.. new[] { 1, 4 }.Select(threads => Evaluator.Run(
            () => new DeviceRanker(Model),
            sequences,
            1,
            popularity,
            threads,
            null,
            TestContext.Current.CancellationToken).Ranks.ToArray())];
        Assert.Equal(ranks[0], ranks[1]);
    }
}
