using OnDeviceRec.Tensors;
using OnDeviceRec.Tensors.Tests;

namespace OnDeviceRec.Kernels.Tests;

[Collection(WorkerPoolTestsAlone.Name)]
public sealed class SoftmaxLossThreadTests : IDisposable
{
    private readonly int threads = WorkerPool.Threads;

    /// <summary>One stripe, several of unequal lengths, all 32 with two blocks each; then two turns of rows. Groups of items too.</summary>
    [Theory]
    [InlineData(5, 100, 1)]
    [InlineData(70, 1_500, 1)]
    [InlineData(33, 9_001, 1)]
    [InlineData(33, 9_001, 4)]
    [InlineData(17, 1 << 20, 1)]
    [InlineData(17, 1 << 20, 3)]
    public void Losses_and_gradients_have_the_same_bits_with_any_number_of_threads(int rows, int items, int groups)
    {
        Assert.SkipWhen(VectorPath.Forced == 0, "Takes half a minute without vectors.");
        foreach (float temperature in (float[])[1, 2])
        {
            SoftmaxLossRun one = Run(1);
            for (int count = 2; count <= 3; count++)
            {
                SoftmaxLossRun many = Run(count);
                Assert.Equal(one.Losses, many.Losses);
                Assert.True(one.DHidden.AsSpan().SequenceEqual(many.DHidden), $"{count} threads, temperature {temperature}");
                Assert.True(one.DTable.AsSpan().SequenceEqual(many.DTable), $"{count} threads, temperature {temperature}");
            }

            SoftmaxLossRun Run(int count)
            {
                WorkerPool.Threads = count;
                return SoftmaxLossRun.Of(rows, items, temperature, groups);
            }

            if (items == 1 << 20) return;
        }
    }

    public void Dispose() => WorkerPool.Threads = threads;
}
