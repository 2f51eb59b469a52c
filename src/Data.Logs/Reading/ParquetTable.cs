using OnDeviceRec.Data.Logs.Engine;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>A Parquet file, whose columns have types. Ids are texts or whole numbers, times are times, dates, numbers or texts.</summary>
/// <param name="file">The file.</param>
/// <param name="columns">The names of its columns.</param>
/// <param name="types">Their types, as the database calls them.</param>
internal sealed class ParquetTable(LogFile file, IReadOnlyList<string> columns, IReadOnlyList<string> types) : LogTable(file, columns)
{
    // From here on several whole numbers are one float, or one double.
    private const string LargestExactFloat = "16777216", LargestExactDouble = "9007199254740992";

    /// <inheritdoc/>
    public override string From => Source(File);

    /// <summary>The rows of a file; texts that are not marked as such are texts too.</summary>
    public static string Source(LogFile file) => $"read_parquet({Sql.Path(file.Path)}, binary_as_string = true)";

    /// <inheritdoc/>
    public override string Id(int column) => types[column] switch
    {
        "VARCHAR" or "UUID" => $"CAST({Name(column)} AS VARCHAR)",
        "FLOAT" or "DOUBLE" => $"CASE WHEN NOT isnan({Name(column)}) THEN CAST(TRY_CAST({Name(column)} AS BIGINT) AS VARCHAR) END",
        var type when IsWhole(type) || type.StartsWith("ENUM", StringComparison.Ordinal) => $"CAST({Name(column)} AS VARCHAR)",
        _ => throw Wrong(column, "ids are texts or whole numbers", "name another column, or write this one as text"),
    };

    /// <inheritdoc/>
    public override string IsLost(int column) => types[column] is "FLOAT" or "DOUBLE"
        ? $"coalesce(NOT isnan({Name(column)}) AND ({Name(column)} <> floor({Name(column)}) "
            + $"OR abs({Name(column)}) >= {(types[column] == "FLOAT" ? LargestExactFloat : LargestExactDouble)}), false)"
        : "false";

    /// <inheritdoc/>
    public override string Time(int column) => IsTyped(column)
        ? $"CASE WHEN isfinite({Name(column)}) THEN epoch_us({Name(column)}) END"
        : types[column] is "VARCHAR" or "FLOAT" or "DOUBLE" || IsWhole(types[column]) ? $"CAST({Name(column)} AS VARCHAR)"
        : throw Wrong(column, "times are times, numbers or texts", "name another column with --time, or write this one as a timestamp");

    /// <inheritdoc/>
    public override bool IsTyped(int column) =>
        types[column] == "DATE" || types[column].StartsWith("TIMESTAMP", StringComparison.Ordinal);

    private static bool IsWhole(string type) =>
        type.TrimStart('U') is "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT"
        || (type.StartsWith("DECIMAL", StringComparison.Ordinal) && type.EndsWith(",0)", StringComparison.Ordinal));

    private DataFormatException Wrong(int column, string rule, string remedy) =>
        new(File.Name, null, $"the column {Columns[column]} is of type {types[column]}, {rule}", remedy);

    private string Name(int column) => Sql.Name(Columns[column]);
}
