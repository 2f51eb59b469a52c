using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Data;
using OnDeviceRec.Training;

namespace OnDeviceRec.Bench.Steps;

/// <summary>
/// One training step after the other, as <see cref="Trainer"/> makes them: losses, gradients, Adam. The batches come round again and again.
/// </summary>
internal sealed class TrainingStep(IObjective objective, IReadOnlyList<RaggedBatch> batches) : IDisposable
{
    private readonly Tape tape = new(seed: 1);
    private readonly Adam adam = new(objective.Parameters);

    public void Run()
    {
        var step = (uint)adam.StepCount;
        tape.BeginTraining(step);
        objective.AddLosses(tape, batches[(int)(step % batches.Count)]);
        if (!double.IsFinite(tape.TotalLoss)) throw new ArithmeticException($"The loss of step {step} is {tape.TotalLoss}.");
        tape.Backward();
        adam.Step();
    }

    public void Dispose()
    {
        tape.Dispose();
        adam.Dispose();
        foreach (Parameter parameter in objective.Parameters) parameter.Dispose();
    }
}
