using OnDeviceRec.Data.Logs.Engine;
using OnDeviceRec.Data.Logs.Layouts;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>
/// Lines of fields. Every field is text as it stands, no type is looked for. Fields may be in quotes where a comma, a semicolon or a bar
/// is between them; where it is a tab or several characters, a quote is a character as any other.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="columns">The names of its columns.</param>
/// <param name="delimiter">What is between fields.</param>
/// <param name="hasHeader">Whether the first line has the names.</param>
internal sealed class DelimitedTable(LogFile file, IReadOnlyList<string> columns, string delimiter, bool hasHeader)
    : LogTable(file, columns)
{
    /// <summary>So many rejected lines are kept, and more are too many of any log.</summary>
    public const int MostRejects = 1_000_000;

    /// <summary>The layout's form that its columns are of, or null.</summary>
    public LogForm? Form { get; init; }

    /// <summary>Whether fields may be in quotes.</summary>
    public static bool MayQuote(string delimiter) => delimiter is "," or ";" or "|";

    /// <summary>Whether fields of this file may be in quotes.</summary>
    public bool Quotes => MayQuote(delimiter);

    /// <summary>What is between fields.</summary>
    public string Delimiter => delimiter;

    /// <summary>Whether the first line has the names.</summary>
    public bool HasHeader => hasHeader;

    /// <inheritdoc/>
    public override string From
    {
        get
        {
            string quote = Quotes ? "'\"'" : "''";
            string names = string.Join(", ", Enumerable.Range(0, Columns.Count).Select(i => $"'c{i}': 'VARCHAR'"));
            return $"read_csv({Sql.Path(File.Path)}, auto_detect = false, header = {(hasHeader ? "true" : "false")}, "
                + $"delim = {Sql.Text(delimiter)}, quote = {quote}, escape = {quote}, columns = {{{names}}}, "
                + $"strict_mode = {(Quotes ? "true" : "false")}, compression = {Sql.Text(Compression(File))}, store_rejects = true, "
                + $"rejects_table = 'rejects', rejects_scan = 'scans', rejects_limit = {MostRejects})";
        }
    }

    /// <summary>A query of a file's first line as it is.</summary>
    public static string FirstLine(LogFile file) =>
        $"SELECT line FROM read_csv({Sql.Path(file.Path)}, auto_detect = false, header = false, delim = '\x01', quote = '', escape = '', "
        + $"columns = {{'line': 'VARCHAR'}}, strict_mode = false, compression = {Sql.Text(Compression(file))}) LIMIT 1";

    /// <inheritdoc/>
    public override string Id(int column) => $"c{column}";

    /// <inheritdoc/>
    public override string Time(int column) => $"c{column}";

    private static string Compression(LogFile file) => file.Packing switch
    {
        ".gz" => "gzip",
        ".zst" => "zstd",
        _ => "none",
    };
}
