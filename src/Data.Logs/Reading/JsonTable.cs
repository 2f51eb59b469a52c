using OnDeviceRec.Data.Logs.Engine;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>JSON objects, one a line; the columns are their fields. Ids are texts or whole numbers.</summary>
/// <param name="file">The file.</param>
/// <param name="columns">The names of the fields.</param>
internal sealed class JsonTable(LogFile file, IReadOnlyList<string> columns) : LogTable(file, columns)
{
    // From here on several whole numbers are one double.
    private const string LargestExact = "9007199254740992";

    /// <inheritdoc/>
    public override string From => Objects(File);

    /// <inheritdoc/>
    public override string IsBroken => "json IS NULL OR json_type(json) <> 'OBJECT'";

    /// <summary>The lines of a file as JSON, null where they are none.</summary>
    public static string Objects(LogFile file) =>
        $"read_json_objects({Sql.Path(file.Path)}, format = 'newline_delimited', ignore_errors = true, maximum_object_size = 67108864, "
        + $"compression = {Sql.Text(file.Packing switch { ".gz" => "gzip", ".zst" => "zstd", _ => "uncompressed" })})";

    /// <inheritdoc/>
    public override string Id(int column) =>
        $"CASE json_type(json, {Pointer(column)}) WHEN 'VARCHAR' THEN {Value(column)} WHEN 'UBIGINT' THEN {Value(column)} "
        + $"WHEN 'BIGINT' THEN {Value(column)} WHEN 'DOUBLE' THEN CAST(TRY_CAST({Value(column)} AS BIGINT) AS VARCHAR) END";

    /// <inheritdoc/>
    public override string IsLost(int column) =>
        $"(json_type(json, {Pointer(column)}) = 'DOUBLE' AND ({Double(column)} <> floor({Double(column)}) "
        + $"OR abs({Double(column)}) >= {LargestExact}))";

    /// <inheritdoc/>
    public override string Time(int column) => Value(column);

    private string Value(int column) => $"json_extract_string(json, {Pointer(column)})";

    private string Double(int column) => $"TRY_CAST({Value(column)} AS DOUBLE)";

    // A JSON pointer, RFC 6901.
    private string Pointer(int column) => Sql.Text(
        "/" + Columns[column].Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
}
