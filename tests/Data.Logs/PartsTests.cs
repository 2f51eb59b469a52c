using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data.Logs.Tests;

/// <summary>Tables of a job that are not what the text makes, or not all of it, are refused.</summary>
public class PartsTests
{
    private const string Rows = "part-00000-6e7f1a6c-1d0e-4f0a-9d0c-4a5f4b1c2d3e-c000.snappy.parquet";

    [Fact]
    public void Whole_tables_are_taken_again_and_again()
    {
        using Scratch scratch = Tables(_ => { });
        PreparedParts made = scratch.PrepareParts("parts");
        Assert.Equal(("made", 1, 3), (made.Name, made.MinPrefix, made.Items));
        Assert.Equal((new SequenceCount(8, 24), null, new SequenceCount(2, 6)), (made.Train, made.Valid, made.Test));
        Assert.Equal(16, (long)made.ToJson()["train"]!["examples"]!);
        Assert.Equal(["a b c", "b c a", "c a b", "a b c", "b c a", "c a b", "a b c", "b c a"], scratch.Train());
        Assert.Equal(["c a b", "a b c"], scratch.Test());
        Assert.Throws<InputException>(() => scratch.PrepareParts("parts"));
        scratch.PrepareParts("parts", options => options with { Replace = true });
        Assert.Equal(["made", "parts"], scratch.Names);
    }

    [Theory]
    [InlineData("settings")]
    [InlineData("totals")]
    [InlineData("items")]
    [InlineData("lines")]
    public void A_table_that_is_missing_unfinished_or_damaged_is_named(string table)
    {
        using Scratch scratch = Tables(_ => { });
        string rows = scratch[$"parts/{table}/{Rows}"];
        byte[] whole = File.ReadAllBytes(rows);
        foreach (byte[] damaged in (byte[][])[whole[..^9], whole[9..], [], [.. "PAR1"u8, .. new byte[90], .. "PAR1"u8]])
        {
            File.WriteAllBytes(rows, damaged);
            scratch.RefusesParts("parts", $"{table}{Path.DirectorySeparatorChar}{Rows}: cannot be read, ", "run the job again");
        }

        File.WriteAllBytes(rows, whole);
        File.WriteAllText(scratch[$"parts/{table}/part-1.csv"], "1,2");
        scratch.RefusesParts("parts", "part-1.csv: is no Parquet file", "have the job write the table as Parquet");
        File.Delete(scratch[$"parts/{table}/part-1.csv"]);
        Directory.CreateDirectory(scratch[$"parts/{table}/part=0"]);
        scratch.RefusesParts("parts", "part=0: is no Parquet file", "without partitionBy");
        Directory.Delete(scratch[$"parts/{table}/part=0"]);
        File.Delete(scratch[$"parts/{table}/_SUCCESS"]);
        scratch.RefusesParts("parts", $"{table}: has no file _SUCCESS, so the job has not finished it; wait for the job, run it again");
        File.WriteAllText(scratch[$"parts/{table}/_SUCCESS"], "");
        foreach (string file in Directory.GetFiles(scratch[$"parts/{table}"], "part-*")) File.Delete(file);
        scratch.RefusesParts("parts", $"{table}: has no file of rows");
        Directory.Delete(scratch[$"parts/{table}"], recursive: true);
        scratch.RefusesParts("parts", $"{table}: there is no such folder; have the job write the table there");
        scratch.RefusesParts("none", "none: there is no such folder; give the folder that the job wrote its tables to");
    }

    [Theory]
    [InlineData("lines", "SELECT * EXCLUDE place FROM lines", "has no column place")]
    [InlineData(
        "lines",
        "SELECT * REPLACE (CAST(number AS VARCHAR) AS number) FROM lines",
        "the column number is of type VARCHAR, it is INT or BIGINT")]
    [InlineData("lines", "SELECT * REPLACE (CAST(number AS DOUBLE) AS number) FROM lines", "the column number is of type DOUBLE")]
    [InlineData(
        "items",
        "SELECT * REPLACE (CAST(7 AS BIGINT) AS item_id) FROM items",
        "the column item_id is of type BIGINT, it is STRING")]
    [InlineData(
        "lines",
        "SELECT * FROM lines WHERE line <> 3 OR part <> 0",
        "train: lines are numbered from 1 without gaps, and behind 2 comes 4")]
    [InlineData("lines", "SELECT * REPLACE (line - 1 AS line) FROM lines", "behind 0 comes 0")]
    [InlineData(
        "lines",
        "SELECT * FROM lines WHERE line <> 8 OR part <> 0",
        "train: 7 lines with 21 items in them are there, of 8 with 24")]
    [InlineData("lines", "SELECT * FROM lines WHERE part <> 2", "test: 0 lines with 0 items in them are there, of 2 with 6")]
    [InlineData(
        "lines",
        "SELECT * FROM lines WHERE line <> 2 OR place % 3 <> 0 OR part <> 0",
        "train: 8 lines with 23 items in them are there")]
    [InlineData(
        "lines",
        "SELECT * FROM lines WHERE line <> 2 OR place % 3 = 0 OR part <> 0",
        "train: line 2 has 1 items, and not 2 to 2147483647")]
    [InlineData(
        "lines",
        "SELECT * FROM lines UNION ALL SELECT * FROM lines WHERE line = 2 AND part = 0",
        "train: line 2 has two items at place")]
    [InlineData("lines", "SELECT * REPLACE (number + 1 AS number) FROM lines", "has item 4, of items 1 to 3")]
    [InlineData("lines", "SELECT * REPLACE (number - 1 AS number) FROM lines", "has item 0, of items 1 to 3")]
    [InlineData("lines", "SELECT * REPLACE (CASE WHEN line = 2 THEN place END AS place) FROM lines", "lines: has rows with NULL")]
    [InlineData("lines", "SELECT * REPLACE (part + 1 AS part) FROM lines", "lines: has parts that are none of 0, 1, 2, 6;")]
    [InlineData("lines", "SELECT * REPLACE (CASE WHEN line = 2 THEN 1 ELSE part END AS part) FROM lines", "train: lines are numbered")]
    [InlineData(
        "items",
        "SELECT * REPLACE (number + 1 AS number) FROM items",
        "items: has 3 rows with numbers 2 to 4, they count from 1 without gaps")]
    [InlineData("items", "SELECT * FROM items WHERE number <> 2", "items: has 2 rows with numbers 1 to 3")]
    [InlineData("items", "SELECT * FROM items UNION ALL SELECT * FROM items", "items: has 6 rows with numbers 1 to 3")]
    [InlineData("items", "SELECT * REPLACE ('x' AS item_id) FROM items", "items: has 1 different ids in 3 rows")]
    [InlineData(
        "items",
        "SELECT * REPLACE (left(item_id, number - 1) || 'x' AS item_id) FROM items WHERE number < 1",
        "has item 1, of items 1 to 0")]
    [InlineData("items", "SELECT * REPLACE (repeat(item_id, 256) AS item_id) FROM items", "items: has ids that are blank, too long")]
    [InlineData("items", "SELECT * REPLACE (item_id || chr(10) AS item_id) FROM items", "or with control characters, 3;")]
    [InlineData(
        "items",
        "SELECT * REPLACE (CASE WHEN number > 1 THEN item_id ELSE '' END AS item_id) FROM items",
        "items: has ids that are blank")]
    [InlineData("items", "SELECT * REPLACE (CASE WHEN number > 1 THEN item_id END AS item_id) FROM items", "items: has rows with NULL, 1;")]
    [InlineData("totals", "SELECT * FROM totals WHERE part <> 0", "leaves no train sequence of what is asked for")]
    [InlineData("totals", "SELECT * FROM totals WHERE part <> 2", "leaves no test sequence of what is asked for")]
    [InlineData(
        "totals",
        "SELECT * REPLACE (events + 1 AS events) FROM totals",
        "train: 8 lines with 24 items in them are there, of 8 with 25")]
    [InlineData("totals", "SELECT * REPLACE (0 AS events) FROM totals", "totals: has a part without sequences")]
    [InlineData("totals", "SELECT * FROM totals UNION ALL SELECT * FROM totals", "totals has part ", " twice")]
    [InlineData(
        "totals",
        "SELECT * REPLACE (CASE WHEN part = 0 THEN 9223372036854775807 ELSE events END AS events) FROM totals",
        "with 9223372036854775807")]
    [InlineData("settings", "SELECT * REPLACE (CAST(7 AS BIGINT) AS valid) FROM settings", "settings: says neither 0 nor 1 of valid")]
    [InlineData("settings", "SELECT * FROM settings UNION ALL SELECT * FROM settings", "settings: has 2 rows, it has one")]
    [InlineData("settings", "SELECT * FROM settings WHERE valid > 1", "settings: has 0 rows, it has one")]
    [InlineData("settings", "SELECT * REPLACE (min_length AS min_prefix) FROM settings", "settings: has lengths that no data set has")]
    [InlineData(
        "settings",
        "SELECT * REPLACE (CAST(1 AS BIGINT) AS min_length) FROM settings",
        "settings: has lengths that no data set has")]
    [InlineData("settings", "SELECT * REPLACE (CAST(NULL AS BIGINT) AS valid) FROM settings", "settings: has rows with NULL")]
    public void Tables_that_the_text_does_not_make_are_refused(string table, string query, params string[] words)
    {
        ArgumentNullException.ThrowIfNull(words);
        using Scratch scratch = Tables(job => job.Run($"CREATE TABLE wrong AS {query}"), table);
        scratch.RefusesParts("parts", words);
    }

    [Fact]
    public void Numbers_may_be_narrower_than_the_text_makes_them()
    {
        using Scratch scratch = Tables(
            job => job.Run(
                "CREATE TABLE wrong AS SELECT CAST(part AS BIGINT) AS part, CAST(COLUMNS(* EXCLUDE part) AS INTEGER) FROM lines"),
            "lines");
        Assert.Equal(3, scratch.PrepareParts("parts").Items);
    }

    // Ten users see a, b and c in turn, the last two on another day; of one table is written what is in wrong.
    private static Scratch Tables(Action<SparkJob> change, string? wrong = null)
    {
        LogEvent[] events =
        [
            .. from user in Enumerable.Range(0, 10)
               from i in Enumerable.Range(0, 3)
               let time = 1_500_000_000 + (user * 1000) + i + (user < 8 ? 0 : 200_000)
               select new LogEvent($"u{user}", string.Empty, "abc"[(user + i) % 3].ToString(), time),
        ];
        var scratch = new Scratch();
        using var job = new SparkJob(events, Scratch.All, cutsSessions: false, seed: 1);
        change(job);
        job.Write(scratch["parts"]);
        if (wrong is null) return scratch;
        Directory.Delete(scratch[$"parts/{wrong}"], recursive: true);
        job.Write(scratch["parts"], wrong, "wrong");
        return scratch;
    }
}
