using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Distillation.Jobs;

/// <summary>Passes the progress of an evaluation on to who follows the job.</summary>
internal sealed class EvaluationRelay : IProgress<EvaluationProgress>
{
    private readonly IJobObserver observer;

    private EvaluationRelay(IJobObserver observer) => this.observer = observer;

    /// <summary>Begins a stage.</summary>
    public static EvaluationRelay Begin(IJobObserver observer, string stage)
    {
        observer.Begin(stage);
        return new EvaluationRelay(observer);
    }

    /// <inheritdoc/>
    public void Report(EvaluationProgress value) => observer.Report(value);
}
