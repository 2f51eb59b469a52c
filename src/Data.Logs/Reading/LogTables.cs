using System.Text;
using OnDeviceRec.Data.Logs.Engine;
using OnDeviceRec.Data.Logs.Layouts;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>Finds out what columns a file of a log has, by its first lines.</summary>
/// <param name="database">What reads it.</param>
/// <param name="layout">Whose log it is, or null.</param>
/// <param name="given">How it is to be read.</param>
internal sealed class LogTables(LogDatabase database, LogLayout? layout, LogColumns given)
{
    private const int FirstLines = 100;

    private static readonly string[] Delimiters = ["\t", ",", ";", "|", "::"];
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A file as a table, and which of its columns say what.</summary>
    /// <exception cref="DataFormatException">The file is empty, of another format, or lacks a column.</exception>
    public (LogTable Table, ColumnChoice Columns, LogForm? Form) Open(LogFile file) => file.Format switch
    {
        LogFormat.Parquet => Choose(file, [Parquet(file)]),
        LogFormat.JsonLines => Choose(file, [Json(file)]),
        _ => Choose(file, Delimited(file)),
    };

    private (LogTable Table, ColumnChoice Columns, LogForm? Form) Choose(LogFile file, IReadOnlyList<LogTable> tables)
    {
        LogTable table = tables[0];
        if (layout is null) return (table, ColumnChoice.Of(table, given, null), null);
        LogForm[] forms = [.. layout.Forms.Where(form => form.Format == file.Format)];
        foreach (LogForm form in forms)
        {
            foreach (LogTable one in tables)
            {
                if (Fits(form, one)) return (one, ColumnChoice.Of(one, given, form), form);
            }
        }

        string? missing = forms is [var only] ? only.Needed.FirstOrDefault(name => ColumnChoice.IndexOf(table.Columns, name) < 0) : null;
        throw new DataFormatException(
            file.Name,
            null,
            missing is null ? $"has no columns as {layout.Name} has" : $"has no column {missing}",
            $"give {layout.Files} as it was published, or no --layout; there are {ColumnChoice.Shown(table.Columns)}");
    }

    // A column that was named by an option need not be where the form has it.
    private static bool Fits(LogForm form, LogTable table) =>
        (table as DelimitedTable)?.Form == (form.Format == LogFormat.Delimited ? form : null)
        && form.Needed.All(name => ColumnChoice.IndexOf(table.Columns, name) >= 0);

    private ParquetTable Parquet(LogFile file)
    {
        var columns = new List<(string Name, string Type)>();
        foreach (var row in database.Rows($"DESCRIBE SELECT * FROM {ParquetTable.Source(file)}"))
            columns.Add((row.GetString(0), row.GetString(1)));
        return new ParquetTable(file, [.. columns.Select(one => one.Name)], [.. columns.Select(one => one.Type)]);
    }

    private JsonTable Json(LogFile file)
    {
        string[] names =
        [
            .. database.Rows(
                $"""
                SELECT DISTINCT field
                FROM (SELECT unnest(json_keys(json)) AS field FROM (SELECT json FROM {JsonTable.Objects(file)} LIMIT {FirstLines})
                      WHERE json_type(json) = 'OBJECT')
                ORDER BY field
                """).Select(row => row.GetString(0)),
        ];
        return names.Length > 0 ? new JsonTable(file, names) : throw new DataFormatException(
            file.Name, 1, "is no JSON object", "write one object a line, as {\"user\": \"u1\", \"item\": \"i1\", \"time\": 1500000000}");
    }

    // The ways in which its first line can be divided: the one that is asked for, those of the layout's forms, or the likeliest.
    private IReadOnlyList<LogTable> Delimited(LogFile file)
    {
        string line = FirstLine(file);
        if (given.Delimiter is null && layout is not null)
        {
            return
            [
                .. from form in layout.Forms
                   where form.Format == LogFormat.Delimited
                   let fields = Fields(line, form.Delimiter!)
                   where form.Header is null || form.Header.Count == fields.Length
                   select new DelimitedTable(file, form.Header ?? fields, form.Delimiter!, form.Header is null) { Form = form },
            ];
        }

        string delimiter = given.Delimiter ?? Delimiters.MaxBy(one => Fields(line, one).Length)!;
        string[] columns = Fields(line, delimiter);
        if (given.Header is null) return [new DelimitedTable(file, columns, delimiter, hasHeader: true)];
        return given.Header.Count == columns.Length
            ? [new DelimitedTable(file, given.Header, delimiter, hasHeader: false)]
            : throw new DataFormatException(
                file.Name,
                1,
                $"has {columns.Length} fields, and --columns {given.Header.Count} names",
                "name every column, or give --delimiter");
    }

    private string FirstLine(LogFile file)
    {
        byte[] line = LogBytes.Open(file) is { } bytes
            ? LogBytes.FirstLine(bytes)
            : [.. database.Rows(DelimitedTable.FirstLine(file)).SelectMany(row => Utf8.GetBytes(row.GetString(0)))];
        if (line.Length == 0) throw new DataFormatException(file.Name, null, "is empty, or begins with a blank line", "check the file");
        try
        {
            return Utf8.GetString(line).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw new DataFormatException(file.Name, 1, "is not UTF-8 text", "write it as UTF-8", e);
        }
    }

    private static string[] Fields(string line, string delimiter)
    {
        if (!DelimitedTable.MayQuote(delimiter)) return line.Split(delimiter);
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[++i]);
            else if (line[i] == '"') quoted = !quoted;
            else if (!quoted && line[i] == delimiter[0]) Add();
            else field.Append(line[i]);
        }

        Add();
        return [.. fields];

        void Add()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}
