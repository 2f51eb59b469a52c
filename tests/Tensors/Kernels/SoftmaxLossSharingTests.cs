using System.Collections.Concurrent;
using OnDeviceRec.Tensors;
using OnDeviceRec.Tensors.Tests;

namespace OnDeviceRec.Kernels.Tests;

/// <summary>Ranks that share the catalog come to the losses and the dh of one alone, bit by bit, and each to its items' dE.</summary>
public sealed class SoftmaxLossSharingTests
{
    [Theory]
    [InlineData(2, 5, 100, 1)]
    [InlineData(4, 70, 1_500, 1)]
    [InlineData(2, 33, 9_001, 0.7f)]
    [InlineData(4, 33, 9_001, 2)]
    [InlineData(8, 33, 9_001, 1)]
    [InlineData(4, 19, 1 << 20, 0.7f)]
    public void Ranks_come_to_the_bits_of_one_alone(int ranks, int rows, int items, float temperature)
    {
        Assert.SkipWhen(VectorPath.Forced == 0 && items == 1 << 20, "Takes half a minute without vectors.");
        SoftmaxLossRun alone = SoftmaxLossRun.Of(rows, items, temperature);
        var answers = new ConcurrentDictionary<int, SoftmaxLossRun>();
        ThreadRanks.Run(ranks, rank => answers[rank.Rank] = SoftmaxLossRun.Of(rows, items, temperature, sharing: new Sharing(rank)));
        float[] table = new float[alone.DTable.Length];
        foreach (SoftmaxLossRun answer in answers.Values)
        {
            Assert.Equal(alone.Losses, answer.Losses);
            Assert.True(alone.DHidden.AsSpan().SequenceEqual(answer.DHidden));
            for (int i = 0; i < table.Length; i++)
            {
                if (answer.DTable[i] == 0) continue;
                Assert.Equal(0, table[i]);
                table[i] = answer.DTable[i];
            }
        }

        Assert.True(alone.DTable.AsSpan().SequenceEqual(table));
    }

    [Fact]
    public void Another_number_of_ranks_than_slices_divide_by_is_refused() => ThreadRanks.Run(3, rank =>
        Assert.Contains("1, 2, 4 or 8", Assert.Throws<ArgumentException>(() => new Sharing(rank)).Message, StringComparison.Ordinal));

    [Fact]
    public void Sums_are_made_in_the_order_of_the_tree()
    {
        // Of 1e8 and eight small numbers each order has another sum.
        float[] parts = [1e8f, 3, -1e8f, 5, 7, 1e8f, 11, -1e8f];
        float expected = ((parts[0] + parts[1]) + (parts[2] + parts[3])) + ((parts[4] + parts[5]) + (parts[6] + parts[7]));
        ThreadRanks.Run(8, rank =>
        {
            float[] sum = [parts[rank.Rank]];
            new Sharing(rank).Sum(sum);
            Assert.Equal(expected, sum[0]);
        });
    }
}
