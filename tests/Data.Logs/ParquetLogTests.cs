namespace OnDeviceRec.Data.Logs.Tests;

public class ParquetLogTests
{
    // user, item, and time as INT96: (u, 1, 2017-07-14 02:40:00.25), (u, 2, a microsecond later), (v, 2, nine days after the first),
    // (v, 1, 999 ns later).
    private const string WithInt96 =
        "UEFSMRUAFTQVNCwVCBUAFQYVBgAAAgAAAAgBAQAAAHUBAAAAdQEAAAB2AQAAAHYVABUgFSAsFQgVABUGFQYAAAEAAAACAAAAAgAAAAEAAAAVAB"
        + "VgFWAsFQgVABUGFQYAAICyfTu7CAAAXYElAGi2fTu7CAAAXYElAICyfTu7CAAAZoElAGe2fTu7CAAAZoElABkcFggVVhYAABkWCAAZHBZeFUIW"
        + "AAAAGRwWoAEVggEWAAAAFQQZTDUAGAZzY2hlbWEVBgAVDCUCGAR1c2VyJQBMHAAAABUCJQAYBGl0ZW0lIkysEyARAAAAFQYlABgEdGltZQAWCB"
        + "kcGTwmABwVDBklBgAZGAR1c2VyFQAWCBZWFlYmCEkcFQAVABUCADwWCBkGGSYACAAAFqICFRoAJgAcFQIZJQYAGRgEaXRlbRUAFggWQhZCJl5J"
        + "HBUAFQAVAgAAFrwCFRQAJgAcFQYZJQYAGRgEdGltZRUAFggWggEWggEmoAFJHBUAFQAVAgAAFtACFRgAFpoCFggmCBaaAgAoIHBhcnF1ZXQtY3"
        + "BwLWFycm93IHZlcnNpb24gMjUuMC4xGTwcAAAcAAAcAAAACwEAAFBBUjE=";

    [Theory]
    [InlineData("'u' || i // 2", "i % 2 + 10", "make_timestamp_ns((1500000000 + i * 50000) * 1000000000 + 999)")]
    [InlineData("i // 2", "CAST(i % 2 + 10 AS DOUBLE)", "make_timestamp((1500000000 + i * 50000) * 1000000)")]
    [InlineData(
        "CAST(i // 2 AS UTINYINT)",
        "CAST(i % 2 + 10 AS VARCHAR)",
        "CAST(make_timestamp((1500000000 + i * 50000) * 1000000) AS TIMESTAMPTZ)")]
    [InlineData("CAST(i // 2 AS DECIMAL(20, 0))", "CAST(i % 2 + 10 AS FLOAT)", "1500000000 + i * 50000")]
    [InlineData("i // 2", "CAST(CAST(i % 2 + 10 AS VARCHAR) AS BLOB)", "CAST(1500000000 + i * 50000 AS DOUBLE)")]
    [InlineData("i // 2", "CAST(i % 2 + 10 AS BIGINT)", "CAST(make_timestamp((1500000000 + i // 2 * 100000) * 1000000) AS DATE)")]
    [InlineData("i // 2", "i % 2 + 10", "strftime(make_timestamp((1500000000 + i * 50000) * 1000000), '%Y-%m-%dT%H:%M:%S')")]
    public void Columns_of_many_types_are_read(string user, string item, string time)
    {
        using Scratch scratch = new Scratch().WithQuery(
            "log.parquet",
            $"SELECT {user} AS user, {item} AS item, {time} AS time FROM range(6) AS t(i) UNION ALL SELECT NULL, NULL, NULL");
        PreparedLog prepared = scratch.Prepare("log.parquet", options => options with { Rules = Scratch.All with { LongestPause = null } });
        Assert.Equal((7, 1, 6), (prepared.Read.Rows, prepared.Read.NoOwner, prepared.Read.Events));
        Assert.Equal(["10 11", "10 11"], scratch.Train());
        Assert.Equal(["10 11"], scratch.Test());
    }

    [Fact]
    public void Times_of_12_bytes_are_read()
    {
        using Scratch scratch = new Scratch().With("log.parquet", Convert.FromBase64String(WithInt96));
        PreparedLog prepared = scratch.Prepare("log.parquet");
        Assert.Equal("2017-07-14T02:40:00.250Z", (string)prepared.ToJson()["start"]!);
        Assert.Equal(["1 2"], scratch.Train());
        Assert.Equal(["2 1"], scratch.Test());
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
        using Scratch scratch = new Scratch().WithQuery(
            "log.parquet", $"SELECT 'u' AS user, {item} AS item, {time} AS time FROM range(4) AS t(i)");
        scratch.Refuses<DataFormatException>("log.parquet", null, ["log.parquet", .. words]);
    }

    [Fact]
    public void A_folder_of_files_is_one_log_and_a_broken_one_is_named()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch["log/day=2"]);
        const string Columns = "'u' || i AS user, 'a' AS item, 1500000000 + i * 100000 AS time FROM range";
        scratch.WithQuery("log/part-1.parquet", $"SELECT {Columns}(3) AS t(i)");
        scratch.WithQuery("log/day=2/part-0.parquet", $"SELECT {Columns}(3) AS t(i)");
        scratch.With("log/_SUCCESS", "").With("log/.part-1.parquet.crc", "x").With("log/notes.md", "x");
        Assert.Equal(6, scratch.Prepare("log").Read.Events);
        Assert.Equal(["a a", "a a"], scratch.Train());
        string[] patterns = [scratch["log/*.parquet"], scratch["l?g/day*/*"]];
        Assert.Equal(6, scratch.Prepare("log", options => options with { Replace = true, Logs = patterns }).Read.Events);

        byte[] whole = File.ReadAllBytes(scratch["log/part-1.parquet"]);
        scratch.With("log/part-1.parquet", whole[..^9]);
        Directory.Delete(scratch["made"], recursive: true);
        scratch.Refuses<DataFormatException>("log", null, "part-1.parquet: cannot be read");
    }
}
