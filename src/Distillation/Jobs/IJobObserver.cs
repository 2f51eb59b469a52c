using OnDeviceRec.Distillation.Training;
using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Distillation.Jobs;

/// <summary>Follows long work.</summary>
public interface IJobObserver
{
    /// <summary>A stage begins.</summary>
    /// <param name="name">What is done, such as "teacher".</param>
    void Begin(string name);

    /// <summary>Training went on.</summary>
    /// <param name="progress">How far it is.</param>
    void Report(TrainingProgress progress);

    /// <summary>Evaluation went on.</summary>
    /// <param name="progress">How far it is.</param>
    void Report(EvaluationProgress progress);

    /// <summary>Something a person should know, in one line.</summary>
    /// <param name="message">The line.</param>
    void Note(string message);
}
