using System.Text;

namespace OnDeviceRec.Data.Logs.Engine;

/// <summary>
/// The one SQL text that the preparation is, <c>preparation.sql</c>, in its marked parts. It is kept to what DuckDB and Spark SQL share,
/// and run as it stands: nothing is put into it.
/// </summary>
internal static class PreparationText
{
    public const string Cut = "cut", SplitByTime = "split by time", SplitByLast = "split by last";
    public const string Select = "select", Filter = "filter", Number = "number";

    private const string Mark = "-- == ", Settings = "settings";

    /// <summary>The whole text.</summary>
    public static string Whole { get; } = Read();

    private static readonly string[] Pieces = Whole.Split('\n' + Mark);

    private static readonly Dictionary<string, string> Parts =
        Pieces.Skip(1).Select(part => part.Split('\n', 2)).ToDictionary(part => part[0], part => part[1]);

    /// <summary>The statements of a part, in their order.</summary>
    public static IReadOnlyList<string> Of(string part) => Statements(Parts[part]);

    /// <summary>The part of the split that some rules ask for.</summary>
    public static string Split(PreparationRules rules) => rules.Split.IsLastOfUsers ? SplitByLast : SplitByTime;

    /// <summary>The text with a part in front, the settings of some rules, and of the two splits the one that they ask for.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="cutsSessions">Whether sessions are cut at pauses too.</param>
    public static string For(PreparationRules rules, bool cutsSessions)
    {
        StringBuilder text = new StringBuilder(Pieces[0]).Append('\n').Append(Mark).Append(Settings).Append("\n\n")
            .Append(SettingsRow.Statement(rules, cutsSessions)).Append(";\n");
        foreach (string part in (string[])[Cut, Split(rules), Select, Filter, Number])
            text.Append('\n').Append(Mark).Append(part).Append('\n').Append(Parts[part].TrimEnd('\n')).Append('\n');
        return text.ToString();
    }

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
