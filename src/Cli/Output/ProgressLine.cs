using System.Diagnostics;
using System.Globalization;
using OnDeviceRec.Data.Layouts;
using OnDeviceRec.Distillation.Jobs;
using OnDeviceRec.Distillation.Training;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Evaluation.Latency;
using Spectre.Console;

namespace OnDeviceRec.Cli.Output;

/// <summary>
/// Progress on standard error: on a terminal one line that is redrawn, with a bar, rate and remaining time; in a log
/// a line now and then. A finished epoch always leaves a line.
/// </summary>
internal sealed class ProgressLine(IAnsiConsole console) : IJobObserver, IProgress<LatencyProgress>, IProgress<ReadingProgress>, IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(100), LogInterval = TimeSpan.FromSeconds(30);

    private readonly bool terminal = console.Profile.Capabilities.Interactive && !Console.IsErrorRedirected;
    private string stage = string.Empty;
    private long stageStart, lastDrawn;
    private double first;
    private bool drawn;

    public void Begin(string name)
    {
        Erase();
        (stage, stageStart, lastDrawn, first) = (name, Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp(), -1);
        if (!terminal) console.WriteLine(name);
    }

    public void Report(TrainingProgress progress)
    {
        if (progress.Finished is { } epoch)
        {
            Erase();
            string valid = epoch.Valid is { } v ? Invariant($", valid HR@20 {100 * v.HitRate20:F2} MRR@20 {100 * v.ReciprocalRank20:F2} NDCG@10 {100 * v.Gain10:F2}") : string.Empty;
            console.WriteLine(Invariant($"{stage}: epoch {epoch.Epoch + 1}/{progress.Epochs}, loss {epoch.Loss:F4}{valid}, {epoch.Seconds:F0} s"));
            return;
        }

        Draw(
            Invariant($"epoch {progress.Epoch + 1}/{progress.Epochs}, loss {progress.Loss:F4}"),
            ((double)progress.Epoch * progress.Batches) + progress.Batch,
            (double)progress.Epochs * progress.Batches,
            "steps/s");
    }

    public void Report(EvaluationProgress progress) => Draw(Invariant($"{progress.Done:N0} of {progress.Total:N0}"), progress.Done, progress.Total, "examples/s");

    public void Report(LatencyProgress progress)
    {
        if (progress.Done == 0) Begin("measure on one core");
        else Draw(Invariant($"{progress.Done} of {progress.Total}"), progress.Done, progress.Total, "rounds/s");
    }

    public void Report(ReadingProgress progress)
    {
        const double Mebibyte = 1 << 20;
        if (stage.Length == 0) Begin("read the log");
        Draw(Invariant($"{progress.Done / Mebibyte:N0} of {progress.Total / Mebibyte:N0} MiB"), progress.Done / Mebibyte, progress.Total / Mebibyte, "MiB/s");
    }

    public void Note(string message)
    {
        Erase();
        console.WriteLine(message);
    }

    public void Dispose() => Erase();

    private void Draw(string what, double done, double total, string unit)
    {
        if (first < 0) first = done;
        if (Stopwatch.GetElapsedTime(lastDrawn) < (terminal ? TerminalInterval : LogInterval)) return;
        lastDrawn = Stopwatch.GetTimestamp();
        double rate = (done - first) / Stopwatch.GetElapsedTime(stageStart).TotalSeconds;
        string remaining = rate > 0 ? TimeSpan.FromSeconds((total - done) / rate).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) : "–";
        int full = (int)(BarWidth * done / total);
        string bar = new string('█', full) + new string('░', BarWidth - full);
        string line = Invariant($"{stage} {bar} {100 * done / total:F0} %, {what}, {rate:F1} {unit}, at most {remaining} left");
        if (!terminal)
        {
            console.WriteLine(line);
            return;
        }

        Erase();
        Console.Error.Write(line.Length < console.Profile.Width ? line : line[..(console.Profile.Width - 1)]);
        drawn = true;
    }

    private void Erase()
    {
        if (drawn) Console.Error.Write("\r\e[2K");
        drawn = false;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
