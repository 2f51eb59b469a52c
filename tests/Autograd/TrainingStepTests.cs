using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

[Collection(WorkerPoolTestsAlone.Name)]
public sealed class TrainingStepTests : IDisposable
{
    private readonly int threads = WorkerPool.Threads;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Training_has_the_same_bits_with_any_number_of_threads(int count)
    {
        (double[] losses, float[] state) = Train(1);
        (double[] manyLosses, float[] manyState) = Train(count);
        Assert.Equal(losses, manyLosses);
        Assert.Equal(state, manyState);
    }

    [Fact]
    public void Training_reduces_the_loss()
    {
        (double[] losses, _) = Train(WorkerPool.Threads, steps: 60);
        Assert.True(losses[^1] < 0.8 * losses[0] && losses.All(double.IsFinite), string.Join(", ", losses));
    }

    [Fact]
    public void A_step_after_the_first_ones_allocates_nothing_on_the_managed_heap()
    {
        WorkerPool.Threads = 1;
        using var model = new SmallModel();
        uint step = 0;
        model.Step(step);
        Assert.Equal(0, Allocations.Of(() => model.Step(++step)));
    }

    public void Dispose() => WorkerPool.Threads = threads;

    private static (double[] Losses, float[] State) Train(int count, int steps = 5)
    {
        WorkerPool.Threads = count;
        using var model = new SmallModel();
        double[] losses = [.. Enumerable.Range(0, steps).Select(step => model.Step((uint)step))];
        return (losses, model.State());
    }
}
