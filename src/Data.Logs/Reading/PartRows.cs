using OnDeviceRec.Data.Logs.Engine;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>
/// Whether the rows of tables from elsewhere are what the SQL text makes, as far as that is seen before anything is written; the order of
/// the lines is seen while they are.
/// </summary>
/// <param name="database">Where they are.</param>
/// <param name="tables">The tables.</param>
internal sealed class PartRows(LogDatabase database, PartTables tables)
{
    /// <summary>Checks them.</summary>
    /// <exception cref="DataFormatException">A table holds what the SQL text does not make.</exception>
    public void Check()
    {
        foreach ((string table, string[] numbers, string[] texts) in PartTables.Tables)
            RequireNone(table, string.Join(" OR ", numbers.Concat(texts).Select(name => $"{name} IS NULL")), "has rows with NULL");
        if (database.Numbers("SELECT COUNT(*) FROM settings")[0] is not 1 and var rows)
            throw Wrong("settings", $"has {rows} rows, it has one");
        RequireNone(
            "settings",
            $"min_length < 2 OR max_length < min_length OR min_prefix < 1 OR min_prefix >= min_length OR min_prefix > {Dataset.MaxItems}",
            "has lengths that no data set has");
        RequireNone("settings", "valid NOT IN (0, 1)", "says neither 0 nor 1 of valid");
        foreach (string table in (string[])["totals", "lines"])
            RequireNone(table, "part NOT IN (0, 1, 2)", "has parts that are none of 0, 1, 2");
        RequireNone("totals", "part = 1 AND (SELECT valid FROM settings) = 0", "has a validation part that settings does not ask for");
        RequireNone("totals", "sequences < 1 OR events < sequences", "has a part without sequences");
        CheckItems();
    }

    private void CheckItems()
    {
        long[] found = database.Numbers(
            "SELECT COUNT(*), COUNT(DISTINCT number), MIN(number), MAX(number), COUNT(DISTINCT item_id) FROM items");
        (long rows, long numbers, long first, long last, long ids) = (found[0], found[1], found[2], found[3], found[4]);
        if (rows > 0 && (rows != numbers || first != 1 || last != rows))
            throw Wrong("items", $"has {rows} rows with numbers {first} to {last}, they count from 1 without gaps");
        if (rows != ids) throw Wrong("items", $"has {ids} different ids in {rows} rows");
        RequireNone(
            "items", $"item_id = '' OR {RowTable.IsNoItem("item_id")}", "has ids that are blank, too long or with control characters");
    }

    private void RequireNone(string table, string wrong, string what)
    {
        if (database.Numbers($"SELECT COUNT(*) FROM {table} WHERE {wrong}")[0] is > 0 and var rows) throw Wrong(table, $"{what}, {rows}");
    }

    private DataFormatException Wrong(string table, string what) => new(tables.Of(table), null, what, PartTables.Remedy);
}
