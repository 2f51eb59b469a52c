using System.Diagnostics;
using System.Globalization;
using OnDeviceRec.Data;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Jobs;
using OnDeviceRec.Training;
using Spectre.Console;

namespace OnDeviceRec.Cli.Output;

/// <summary>
/// Progress on standard error: on a terminal one line that is redrawn, with a bar, rate and remaining time; in a log
/// a line now and then. A finished epoch always leaves a line.
/// </summary>
internal sealed class ProgressLine(IAnsiConsole console) : IProgress<WorkProgress>, IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(100), LogInterval = TimeSpan.FromSeconds(30);

    private readonly bool terminal = console.Profile.Capabilities.Interactive && !Console.IsErrorRedirected;
    private string stage = string.Empty;
    private long stageStart, lastDrawn;
    private double first;
    private bool drawn;

    public void Report(WorkProgress value)
    {
        if (value.Stage is { } name && name != stage) Begin(name);
        if (value.Line is { } line)
        {
            Erase();
            console.WriteLine(value.Stage is null ? line : $"{stage}: {line}");
        }
        else if (value.Total > 0)
        {
            string what = value.Epoch is { } epoch
                ? Invariant($"epoch {epoch.Epoch + 1}/{epoch.Epochs}, loss {epoch.Loss:F4}")
                : Invariant($"{value.Done:N0} of {value.Total:N0}");
            Draw(what, value.Done, value.Total, value.Unit);
        }
    }

    public void Dispose() => Erase();

    private void Begin(string name)
    {
        Erase();
        (stage, stageStart, lastDrawn, first) = (name, Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp(), -1);
        if (!terminal) console.WriteLine(name);
    }

    private void Draw(string what, double done, double total, string unit)
    {
        if (first < 0) first = done;
        if (Stopwatch.GetElapsedTime(lastDrawn) < (terminal ? TerminalInterval : LogInterval)) return;
        lastDrawn = Stopwatch.GetTimestamp();
        double rate = (done - first) / Stopwatch.GetElapsedTime(stageStart).TotalSeconds;
        string remaining = rate > 0 ? TimeSpan.FromSeconds((total - done) / rate).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) : "–";
        int full = (int)(BarWidth * done / total);
        string bar = new string('█', full) + new string('░', BarWidth - full);
        string line = Invariant($"{stage} {bar} {100 * done / total:F0} %, {what}, {rate:F1} {unit}/s, at most {remaining} left");
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
