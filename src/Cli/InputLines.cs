using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Cli;

/// <summary>Lines of a file, plain or gzip, or of standard input, as they come.</summary>
internal sealed class InputLines : IDisposable
{
    /// <summary>What standard input is called on the command line.</summary>
    public const string Standard = "-";

    private readonly StreamReader reader;

    public InputLines(string name)
    {
        IsStandard = name == Standard;
        Name = IsStandard ? "standard input" : name;
        reader = IsStandard ? new StreamReader(Console.OpenStandardInput()) : TextFile.Open(name);
    }

    public bool IsStandard { get; }

    public string Name { get; }

    /// <summary>Counts the lines and goes back to the first; NaN where they come only once.</summary>
    public double Count()
    {
        if (IsStandard || !reader.BaseStream.CanSeek) return double.NaN;
        long count = 0;
        while (TextFile.NextLine(reader, Name) is not null) count++;
        reader.BaseStream.Position = 0;
        reader.DiscardBufferedData();
        return count;
    }

    /// <summary>The lines; waiting for one ends when it is cancelled.</summary>
    public IEnumerable<string> Read(CancellationToken cancellation)
    {
        while (Next(cancellation) is { } line) yield return line;
    }

    public void Dispose() => reader.Dispose();

    // A terminal or a pipe does not give up a read by itself.
    private string? Next(CancellationToken cancellation) => IsStandard
        ? Task.Run(reader.ReadLine, cancellation).WaitAsync(cancellation).GetAwaiter().GetResult()
        : TextFile.NextLine(reader, Name);
}
