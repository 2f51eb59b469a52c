using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Data;
using OnDeviceRec.Distillation;
using OnDeviceRec.Distillation.Tests;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Training.Tests;

[Collection(WorkerPoolTestsAlone.Name)]
public sealed class DistillationStepTests : IDisposable
{
    private readonly int threads = WorkerPool.Threads;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Distillation_has_the_same_bits_with_any_number_of_threads(int count)
    {
        ((double, LossTerms, ValidationResult?)[] results, int[][] state) = Distill(1);
        ((double, LossTerms, ValidationResult?)[] manyResults, int[][] manyState) = Distill(count);
        Assert.Equal(results, manyResults);
        Assert.Equal(state, manyState);
    }

    [Fact]
    public void A_step_after_the_first_epoch_allocates_nothing_on_the_managed_heap()
    {
        WorkerPool.Threads = 1;
        DistillationObjective objective = SmallRun.Distillation(dropout: 0.3f);
        var batches = new BatchSampler(new Examples(SmallRun.Data.Train, 1), 32, 8);
        using var adam = new Adam(objective.Parameters);
        using var tape = new Tape();
        Assert.Equal(0, Allocations.Of(Epoch));

        void Epoch()
        {
            for (int i = 0; i < batches.Count; i++)
            {
                tape.BeginTraining((uint)i);
                objective.AddLosses(tape, batches.Read(i));
                tape.Backward();
                adam.Step();
            }
        }
    }

    public void Dispose() => WorkerPool.Threads = threads;

    private static ((double Loss, LossTerms Terms, ValidationResult? Valid)[] Results, int[][] State) Distill(int count)
    {
        WorkerPool.Threads = count;
        using SmallRun run = SmallRun.Distill();
        return (SmallRun.Results(run.Train()), run.State());
    }
}
