namespace OnDeviceRec.Data.Logs.Tests;

public class ParquetLogTests
{
    [Theory]
    [InlineData("'u' || i // 2", "i % 2 + 10", "make_timestamp_ns((1500000000 + i * 50000) * 1000000000 + 999)")]
    [InlineData("i // 2", "CAST(i % 2 + 10 AS DOUBLE)", "make_timestamp((1500000000 + i * 50000) * 1000000)")]
    [InlineData("CAST(i // 2 AS UTINYINT)", "CAST(i % 2 + 10 AS VARCHAR)", "CAST(make_timestamp((1500000000 + i * 50000) * 1000000) AS TIMESTAMPTZ)")]
    [InlineData("CAST(i // 2 AS DECIMAL(20, 0))", "CAST(i % 2 + 10 AS FLOAT)", "1500000000 + i * 50000")]
    [InlineData("i // 2", "CAST(CAST(i % 2 + 10 AS VARCHAR) AS BLOB)", "CAST(1500000000 + i * 50000 AS DOUBLE)")]
    [InlineData("i // 2", "CAST(i % 2 + 10 AS BIGINT)", "CAST(make_timestamp((1500000000 + i // 2 * 100000) * 1000000) AS DATE)")]
    [InlineData("i // 2", "i % 2 + 10", "strftime(make_timestamp((1500000000 + i * 50000) * 1000000), '%Y-%m-%dT%H:%M:%S')")]
    public void Columns_of_many_types_are_read(string user, string item, string time)
    {
        using Scratch scratch = new Scratch().WithQuery(
            "log.parquet", $"SELECT {user} AS user, {item} AS item, {time} AS time FROM range(6) AS t(i) UNION ALL SELECT NULL, NULL, NULL");
        PreparedLog prepared = scratch.Prepare("log.parquet", options => options with { Rules = Scratch.All with { LongestPause = null } });
        Assert.Equal((7, 1, 6), (prepared.Read.Rows, prepared.Read.NoOwner, prepared.Read.Events));
        Assert.Equal(["10 11", "10 11"], scratch.Train());
        Assert.Equal(["10 11"], scratch.Test());
    }

    [Theory]
    [InlineData("true", "1500000000 + i", "the column item is of type BOOLEAN, ids are texts or whole numbers")]
    [InlineData("DATE '2020-01-01'", "1500000000 + i", "the column item is of type DATE")]
    [InlineData("[i]", "1500000000 + i", "the column item is of type BIGINT[]")]
    [InlineData("{'a': i}", "1500000000 + i", "the column item is of type STRUCT")]
    [InlineData("i", "true", "the column time is of type BOOLEAN, times are times, numbers or texts", "name another column with --time")]
    [InlineData("i", "TIME '12:00:00'", "the column time is of type TIME")]
    [InlineData("CAST(9007199254740992 + i AS DOUBLE)", "1500000000 + i", "line 1: an id is a floating-point number")]
    [InlineData("CAST(i AS DOUBLE) / 2", "1500000000 + i", "line 2: an id is a floating-point number")]
    [InlineData("CAST(16777216 AS FLOAT)", "1500000000 + i", "line 1: an id is a floating-point number")]
    public void Columns_of_wrong_types_are_refused(string item, string time, params string[] words)
    {
        using Scratch scratch = new Scratch().WithQuery("log.parquet", $"SELECT 'u' AS user, {item} AS item, {time} AS time FROM range(4) AS t(i)");
        scratch.Refuses<DataFormatException>("log.parquet", null, ["log.parquet", .. words]);
    }

    [Fact]
    public void A_folder_of_files_is_one_log_and_a_broken_one_is_named()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch["log/day=2"]);
        const string Columns = "'u' || i AS user, 'a' AS item, 1500000000 + i * 100000 AS time FROM range";
        scratch.WithQuery("log/part-1.parquet", $"SELECT {Columns}(3) AS t(i)").WithQuery("log/day=2/part-0.parquet", $"SELECT {Columns}(3) AS t(i)");
        scratch.With("log/_SUCCESS", "").With("log/.part-1.parquet.crc", "x").With("log/notes.md", "x");
        Assert.Equal(6, scratch.Prepare("log").Read.Events);
        Assert.Equal(["a a", "a a"], scratch.Train());
        Assert.Equal(6, scratch.Prepare("l*g/*/../part-?.parquet", options => options with { Replace = true, Logs = [scratch["log/*.parquet"], scratch["l?g/day*/*"]] }).Read.Events);

        byte[] whole = File.ReadAllBytes(scratch["log/part-1.parquet"]);
        scratch.With("log/part-1.parquet", whole[..^9]);
        Directory.Delete(scratch["made"], recursive: true);
        scratch.Refuses<DataFormatException>("log", null, "part-1.parquet: cannot be read");
    }
}
