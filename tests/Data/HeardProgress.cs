namespace OnDeviceRec.Data.Tests;

/// <summary>Keeps all that is reported, at once and on the thread that reports it.</summary>
internal sealed class HeardProgress : IProgress<WorkProgress>
{
    /// <summary>Done at each report, after it has been kept.</summary>
    public Action<WorkProgress>? Act { get; set; }

    /// <summary>How far work was, each time it said so.</summary>
    public List<WorkProgress> Reports { get; } = [];

    /// <summary>The names of the stages, in the order of their beginnings.</summary>
    public List<string> Stages { get; } = [];

    /// <summary>Lines that belong to no stage.</summary>
    public List<string> Notes { get; } = [];

    public void Report(WorkProgress value)
    {
        if (value.Total > 0) Reports.Add(value);
        else if (value.Line is { } line) Notes.Add(line);
        else Stages.Add(value.Stage!);
        Act?.Invoke(value);
    }
}
