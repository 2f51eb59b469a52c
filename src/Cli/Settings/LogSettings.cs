using System.CommandLine;
using OnDeviceRec.Data.Logs;
using OnDeviceRec.Data.Logs.Layouts;

namespace OnDeviceRec.Cli.Settings;

/// <summary>How a log is to be read, and with what means.</summary>
internal sealed class LogSettings
{
    private const string Log = "Log";

    private readonly Option<string> layout, user, item, time, session, kind, columns, delimiter, timeFormat, badRows, memory;

    public LogSettings(Verb command)
    {
        layout = command.Add(
            Log,
            Checks.OneOf(
                new("--layout") { Description = $"Whose log it is, if it is a public one: {Layouts()}." },
                [.. LogLayout.All.Select(known => known.Name)]));
        user = Add("--user", "The column of users.");
        item = Add("--item", "The column of items.");
        time = Add("--time", "The column of times.");
        session = Add("--session", "The column of sessions, if the log knows them.");
        kind = Add("--event", "The column of kinds of events.");
        columns = Add("--columns", "The names of all columns of a log without a header, with commas between.");
        delimiter = command.Add(
            Log,
            Checks.Check(
                new Option<string>("--delimiter") { Description = "What is between the fields of a line; \\t is a tab." },
                word => word == @"\t" || word.Length is >= 1 and <= 4,
                "it must be one to four characters"));
        timeFormat = Add(
            "--time-format", "How times are written: s, ms, us or ns since 1970, iso, or a pattern such as %d/%m/%Y %H:%M:%S; in UTC.");
        badRows = command.Add(
            Log,
            Checks.Check(
                new Option<string>("--bad-rows")
                {
                    Description = "How many rows may be unreadable, a share or a number.",
                    DefaultValueFactory = _ => BadRowLimit.Default.ToString(),
                },
                word => BadRowLimit.TryParse(word, out _),
                "it must be a share such as 1% or a whole number"));
        memory = command.Add(
            Log,
            Checks.Check(
                new Option<string>("--memory")
                {
                    Description = "Memory to work in; what does not fit goes to a folder beside the data set's meanwhile.",
                    DefaultValueFactory = _ => "2GB",
                },
                word => ByteSize.TryParse(word, out long bytes) && bytes >= PreparationOptions.LeastMemory,
                $"it must be a size such as 500MB or 4GB, at least {ByteSize.Text(PreparationOptions.LeastMemory)}"));

        Option<string> Add(string name, string description) =>
            command.Add(Log, Checks.NotEmpty(new Option<string>(name) { Description = description }));
    }

    /// <summary>The options that say how a log is read, and nothing of what is made of it.</summary>
    public IEnumerable<Option> OfReading => [user, item, time, session, kind, columns, delimiter, timeFormat, badRows];

    /// <summary>The option that says how a data set is made, too.</summary>
    public Option OfRules => layout;

    public LogLayout? Layout(ParseResult parsed) => LogLayout.All.FirstOrDefault(known => known.Name == parsed.GetValue(layout));

    public PreparationOptions Read(ParseResult parsed, PreparationOptions options) => options with
    {
        Layout = Layout(parsed),
        BadRows = BadRowLimit.TryParse(parsed.GetValue(badRows)!, out BadRowLimit limit) ? limit : options.BadRows,
        Memory = Memory(parsed),
        Columns = new LogColumns
        {
            User = parsed.GetValue(user),
            Item = parsed.GetValue(item),
            Time = parsed.GetValue(time),
            Session = parsed.GetValue(session),
            Event = parsed.GetValue(kind),
            Header = parsed.GetValue(columns)?.Split(','),
            Delimiter = parsed.GetValue(delimiter)?.Replace(@"\t", "\t", StringComparison.Ordinal),
            TimeFormat = parsed.GetValue(timeFormat),
        },
    };

    public long Memory(ParseResult parsed) => ByteSize.TryParse(parsed.GetValue(memory)!, out long bytes)
        ? bytes
        : throw new InvalidOperationException("--memory was not checked.");

    private static string Layouts() => string.Join(", ", LogLayout.All.Select(known => $"{known.Name} ({known.Files})"));
}
