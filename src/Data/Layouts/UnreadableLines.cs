namespace OnDeviceRec.Data.Layouts;

/// <summary>The lines of a log that could not be read: how many, and the first few.</summary>
public sealed class UnreadableLines
{
    /// <summary>So many never stop the reading.</summary>
    internal const int Tolerated = 100;

    /// <summary>Above <see cref="Tolerated"/> one line in so many may be unreadable.</summary>
    internal const int OneIn = 1000;

    private const int Named = 5;

    private readonly List<(int Line, string Problem)> first = [];

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>The first five: the line's number from 1, the header counted, and what is wrong with it.</summary>
    public IReadOnlyList<(int Line, string Problem)> First => first;

    /// <summary>Counts a line.</summary>
    /// <param name="path">The log.</param>
    /// <param name="line">The line's number.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="lines">Lines read so far, this one among them.</param>
    /// <exception cref="DataFormatException">There are too many of them.</exception>
    internal void Add(string path, int line, string problem, int lines)
    {
        Count++;
        if (first.Count < Named) first.Add((line, problem));
        if (Count <= Tolerated || Count <= lines / OneIn) return;
        throw new DataFormatException(
            path,
            first[0].Line,
            $"{first[0].Problem}, and {Count} of the first {lines} lines cannot be read",
            "check that the file is the release's and whole, and the layout");
    }
}
