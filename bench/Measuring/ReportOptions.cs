using System.Globalization;

namespace OnDeviceRec.Bench.Measuring;

/// <summary>
/// The options of the quick tables: <c>--json</c> prints them for programs, <c>--out FOLDER</c> keeps the page, <c>--threads 2,1</c> and
/// <c>--rounds N</c> say how they are measured.
/// </summary>
/// <param name="Json">Whether to print JSON.</param>
/// <param name="Out">The folder that the page is written to, or null.</param>
/// <param name="Threads">The numbers of threads.</param>
/// <param name="Rounds">The rounds, or null for the table's own number.</param>
internal sealed record ReportOptions(bool Json, string? Out, IReadOnlyList<int> Threads, int? Rounds)
{
    public static ReportOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new ReportOptions(Json: false, Out: null, Threads: [2, 1], Rounds: null);
        for (int i = 0; i < arguments.Count; i++)
        {
            string name = arguments[i];
            options = name switch
            {
                "--json" => options with { Json = true },
                "--out" => options with { Out = Value() },
                "--threads" => options with { Threads = [.. Value().Split(',').Select(Number)] },
                "--rounds" => options with { Rounds = Number(Value()) },
                _ => throw new FormatException($"{name} is no option; there are --json, --out FOLDER, --threads N,M and --rounds N."),
            };

            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{name} wants a value.");
        }

        return options;

        static int Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"{text} is no number above 0.");
    }
}
