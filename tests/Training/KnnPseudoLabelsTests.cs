using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Distillation.Tests;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Training.Tests;

[Collection(WorkerPoolTestsAlone.Name)]
public sealed class KnnPseudoLabelsTests
{
    private static readonly Examples Examples = new(SmallRun.Data.Train, 1);

    private static readonly KnnOptions Options = new() { PositionDecay = 5, ItemDecay = 3, RepeatWeight = 1 };

    [Fact]
    public void Worked_votes_leave_out_the_example_s_own_sequence_and_what_it_holds()
    {
        // 0 1 2 | 0 1 3 | 0 4 1: after 0 1 of the first, the second votes for 3 and the third for 4, at the same distances from 1.
        var sequences = Sequences.Of([0, 1, 2], [0, 1, 3], [0, 4, 1]);
        var labels = new KnnPseudoLabels(new KnnIndex(sequences, 6), () => Options, weight: 2);
        Assert.Throws<InvalidOperationException>(() => labels.Of(new RaggedBatch(1, 1), Sharing.Alone));
        labels.Prepare();
        var batch = new RaggedBatch(2, 4);
        batch.Add([0, 1], 2, origin: 0);
        batch.Add([0, 1], 2);
        SparseTargets own = labels.Of(batch, Sharing.Alone);
        Assert.Equal([0, 2, 5], own.Offsets.ToArray());
        Assert.Equal([3, 4, 2, 3, 4], own.Items.ToArray());
        Assert.All(own.Shares.ToArray().Zip([0.5f, 0.5f, 1 / 3f, 1 / 3f, 1 / 3f]), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.Equal(2, own.Weight);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void They_are_the_votes_of_each_example_alone_whatever_the_batch_and_the_threads(int threads)
    {
        int before = WorkerPool.Threads;
        try
        {
            WorkerPool.Threads = threads;
            var index = new KnnIndex(SmallRun.Data.Train, SmallRun.Items);
            var labels = new KnnPseudoLabels(index, () => Options, weight: 1);
            labels.Prepare();
            var batches = new BatchSampler(Examples, 50, 8);
            int example = 0;
            for (int n = 0; n < 4; n++)
            {
                SparseTargets targets = labels.Of(batches.Read(n), Sharing.Alone);
                for (int b = 0; b + 1 < targets.Offsets.Length; b++, example++)
                {
                    var votes = new KnnVotes(index, Options);
                    foreach (int row in Examples.Prefix(example, 8)) votes.Append(row);
                    votes.Count(Examples[example].Sequence);
                    int[] rows = new int[20];
                    float[] shares = new float[20];
                    int count = votes.Best(rows, shares);
                    Range own = targets.Offsets.Span[b]..targets.Offsets.Span[b + 1];
                    Assert.Equal(rows[..count], targets.Items.Span[own].ToArray());
                    Assert.Equal(shares[..count], targets.Shares.Span[own].ToArray());
                    Assert.Empty(rows[..count].Intersect(Examples.Prefix(example, 8).ToArray()));
                    Assert.Equal(count == 0 ? 0 : 1, shares[..count].Sum(), 1e-5f);
                }
            }

            Assert.Equal(200, example);
        }
        finally
        {
            WorkerPool.Threads = before;
        }
    }
}
