using OnDeviceRec.Distillation.Jobs;
using OnDeviceRec.Distillation.Training;
using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Distillation.Tests.Experiments;

/// <summary>Keeps the notes and the names of the stages.</summary>
internal sealed class SilentObserver : IJobObserver
{
    public List<string> Stages { get; } = [];

    public List<string> Notes { get; } = [];

    public void Begin(string name) => Stages.Add(name);

    public void Report(TrainingProgress progress)
    {
    }

    public void Report(EvaluationProgress progress)
    {
    }

    public void Note(string message) => Notes.Add(message);
}
