using OnDeviceRec.Device;

namespace OnDeviceRec.Evaluation.Tests;

public class EnsembleRankerTests
{
    private static readonly DeviceModel[] Models = [RandomModel.Draw(1), RandomModel.Draw(2), RandomModel.Draw(3)];

    [Fact]
    public void Lists_are_those_of_sorting_the_sums_of_all_scores()
    {
        var ranker = new EnsembleRanker(Models);
        int[] sequence = [0, 59, 3, 3, 17, 8, 0, 41], rows = new int[20];
        foreach (int start in (int[])[0, 4])
        {
            ranker.Begin();
            for (int k = start + 1; k <= sequence.Length; k++)
            {
                ranker.Append(sequence[k - 1]);
                Assert.Equal(20, ranker.Top(rows));
                double[] sums = new double[RandomModel.Items];
                foreach (DeviceModel model in Models)
                {
                    var history = new History(model);
                    foreach (int row in sequence[start..k]) history.Append(row + 1);
                    float[] scores = new float[sums.Length];
                    model.Score(history, scores);
                    for (int v = 0; v < sums.Length; v++) sums[v] += scores[v];
                }

                Assert.Equal(Enumerable.Range(0, sums.Length).OrderByDescending(row => sums[row]).Take(20), rows);
            }
        }
    }

    [Fact]
    public void One_model_alone_lists_what_it_lists()
    {
        var alone = new EnsembleRanker([Models[0]]);
        var device = new DeviceRanker(Models[0]);
        int[] ours = new int[RandomModel.Items + 3], theirs = new int[RandomModel.Items + 3];
        foreach (int row in (int[])[7, 7, 30])
        {
            alone.Append(row);
            device.Append(row);
            Assert.Equal(RandomModel.Items, alone.Top(ours));
            Assert.Equal(RandomModel.Items, device.Top(theirs));
            Assert.Equal(theirs, ours);
        }
    }

    [Fact]
    public void Models_must_be_there_and_of_one_catalog()
    {
        Assert.Throws<ArgumentException>(() => new EnsembleRanker([]));
        Assert.Throws<ArgumentException>(() => new EnsembleRanker([Models[0], RandomModel.Draw(1, items: 61)]));
    }
}
