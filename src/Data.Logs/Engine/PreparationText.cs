namespace OnDeviceRec.Data.Logs.Engine;

/// <summary>
/// The one SQL text that the preparation is, <c>preparation.sql</c>, in its marked parts. It is kept to what DuckDB and Spark SQL share,
/// and run as it stands: nothing is put into it.
/// </summary>
internal static class PreparationText
{
    public const string Cut = "cut", SplitByTime = "split by time", SplitByLast = "split by last";
    public const string Select = "select", Filter = "filter", Number = "number";

    private const string Mark = "-- == ";

    /// <summary>The whole text.</summary>
    public static string Whole { get; } = Read();

    private static readonly Dictionary<string, string[]> Parts = Whole
        .Split('\n' + Mark)
        .Skip(1)
        .Select(part => part.Split('\n', 2))
        .ToDictionary(part => part[0], part => Statements(part[1]));

    /// <summary>The statements of a part, in their order.</summary>
    public static IReadOnlyList<string> Of(string part) => Parts[part];

    // A statement ends with a semicolon at the end of a line.
    private static string[] Statements(string text) =>
        text.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Read()
    {
        using Stream stream = typeof(PreparationText).Assembly.GetManifestResourceStream("preparation.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
