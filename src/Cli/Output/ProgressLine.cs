using System.Globalization;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using Spectre.Console;

namespace OnDeviceRec.Cli.Output;

/// <summary>
/// Progress on standard error: on a terminal one line that is redrawn, with remaining time, rate and a bar as long as the line allows; in a
/// log plain lines, for each stage and every ten seconds. Lines to keep, such as finished epochs, always stay.
/// </summary>
/// <param name="console">Standard error.</param>
/// <param name="notesAlone">Whether only lines to keep are shown, as where results come out on the same terminal all the time.</param>
/// <param name="clock">The time.</param>
internal sealed class ProgressLine(IAnsiConsole console, TimeProvider clock, bool notesAlone = false) : IProgress<WorkProgress>, IDisposable
{
    private const int LongestBar = 24, ShortestBar = 6;
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(100), LogInterval = TimeSpan.FromSeconds(10);

    // Not whether the console is interactive: that goes by standard output, which is often a file while a person looks on.
    private readonly bool terminal = console.Profile.Capabilities.Ansi && !Console.IsErrorRedirected;
    private string stage = string.Empty;
    private long stageStart, lastDrawn;
    private double first, last;
    private bool drawn;

    public void Report(WorkProgress value)
    {
        if (value.Stage is { } name && name != stage) Begin(name);
        if (value.Line is { } line)
        {
            Erase();
            console.WriteLine(PrintableText.Of(value.Stage is null ? line : $"{stage}: {line}"));
        }
        else if (!notesAlone && (value.Total is > 0 or double.NaN))
        {
            Draw(value);
        }
    }

    public void Dispose() => Erase();

    private void Begin(string name)
    {
        Erase();
        (stage, stageStart, lastDrawn, first, last) = (name, clock.GetTimestamp(), clock.GetTimestamp(), -1, -1);
        if (!terminal && !notesAlone) console.WriteLine(name);
    }

    private void Draw(WorkProgress value)
    {
        // Work that counts from its start again, such as the next of several queries, has a rate of its own.
        if (value.Done < last) (first, stageStart) = (value.Done, clock.GetTimestamp());
        else if (first < 0) first = value.Done;
        last = value.Done;
        TimeSpan interval = terminal ? TerminalInterval : LogInterval;
        if (clock.GetElapsedTime(stageStart) == TimeSpan.Zero || clock.GetElapsedTime(lastDrawn) < interval) return;
        lastDrawn = clock.GetTimestamp();
        double rate = (value.Done - first) / clock.GetElapsedTime(stageStart).TotalSeconds;
        string line = double.IsNaN(value.Total)
            ? Invariant($"{stage} {value.Done:N0} {value.Unit}, {rate:F1} {value.Unit}/s")
            : Line(value, rate);
        if (!terminal)
        {
            console.WriteLine(line);
            return;
        }

        Erase();
        Console.Error.Write(line);
        drawn = true;
    }

    private string Line(WorkProgress value, double rate)
    {
        string remaining = rate > 0
            ? TimeSpan.FromSeconds((value.Total - value.Done) / rate).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
            : "–";
        string what = value.Epoch is { } epoch
            ? Invariant($"epoch {epoch.Epoch + 1}/{epoch.Epochs}, loss {epoch.Loss:F4}")
            : Invariant($"{value.Done:N0} of {value.Total:N0}");
        string left = Invariant($"{100 * value.Done / value.Total:F0} %, ≤ {remaining} left");
        string speed = Invariant($"{rate:F1} {value.Unit}/s");
        return terminal
            ? Fit(stage, value.Done / value.Total, left, what, speed, console.Profile.Width - 1)
            : $"{stage} {left}, {what}, {speed}";
    }

    /// <summary>
    /// The parts in a line of a width: what there is no room for is left out from the end, the bar first; the remaining time stays.
    /// </summary>
    internal static string Fit(string stage, double share, string remaining, string what, string rate, int width)
    {
        string line = $"{stage} {remaining}";
        if (line.Length > width)
            return remaining.Length >= width ? remaining[..width] : $"{stage[..(width - remaining.Length - 2)]}… {remaining}";
        foreach (string part in (string[])[what, rate])
            if (line.Length + 2 + part.Length <= width) line = $"{line}, {part}";
        int bar = Math.Min(LongestBar, width - line.Length - 1);
        if (bar < ShortestBar) return line;
        int full = (int)(bar * share);
        return $"{stage} {new string('█', full)}{new string('░', bar - full)}{line[stage.Length..]}";
    }

    private void Erase()
    {
        if (drawn) Console.Error.Write("\r\e[2K");
        drawn = false;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
