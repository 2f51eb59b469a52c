namespace OnDeviceRec.Data;

/// <summary>What work reports with.</summary>
public static class ProgressExtensions
{
    /// <summary>Begins a stage.</summary>
    /// <param name="progress">Who follows the work.</param>
    /// <param name="stage">What the stage is called.</param>
    /// <returns>What the stage's own work reports to: it need not know what it is called.</returns>
    public static IProgress<WorkProgress> Begin(this IProgress<WorkProgress> progress, string stage)
    {
        progress.Report(new WorkProgress(0, 0, string.Empty) { Stage = stage });
        return new StageProgress(progress, stage);
    }

    /// <summary>Reports a line that a person should keep.</summary>
    /// <param name="progress">Who follows the work.</param>
    /// <param name="line">The line.</param>
    public static void Note(this IProgress<WorkProgress> progress, string line) => progress.Report(WorkProgress.Note(line));

    private sealed class StageProgress(IProgress<WorkProgress> progress, string stage) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => progress.Report(value with { Stage = stage });
    }
}
