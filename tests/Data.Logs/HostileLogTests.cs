using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data.Logs.Tests;

/// <summary>Logs as they should not be: a data set or one clear line, and never half a folder.</summary>
public class HostileLogTests
{
    private const string Header = "user,item,time\n";

    // Two users on the first day, one on the last.
    private const string Rows = "u1,a,1500000000\nu1,b,1500000001\nu2,b,1500000000\nu2,a,1500000001\nu3,a,1500200000\nu3,b,1500200001\n";

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n\n", "is empty, or begins with a blank line")]
    [InlineData(Header, "leaves no event")]
    [InlineData("user,item,time", "leaves no event")]
    [InlineData(Rows, "no column is known to have items", "'u1', 'a', '1500000000'", "--columns if the log has no header")]
    [InlineData("user item time\nu1 a 1500000000\n", "no column is known to have items: there are 'user item time'")]
    [InlineData("user,item\nu1,a\n", "no column is known to have times")]
    [InlineData("item,time\na,1500000000\n", "no column is known to have users or sessions", "--user or --session")]
    [InlineData(Header + "u1,a\nu1,b\n", "2 of 2 rows cannot be read, more than 1%", "the first is line 2 of", "it has too few fields")]
    [InlineData(Header + "u1,a,1500000000,9\nu1,b,1500000001,9\n", "2 of 2 rows cannot be read", "it has too many fields")]
    [InlineData(Header + "u1,a,1500000000\r\nu1,b,1500000001\n", "some lines end with LF and others with CR LF")]
    [InlineData(Header + "u1,a,07/04/2014\n", "of an unknown kind", "'07/04/2014' may have the day or the month first", "--time-format")]
    [InlineData(Header + "u1,a,7.4.14 10:00\n", "may have the day or the month first")]
    [InlineData(Header + "u1,a,yesterday\n", "'yesterday' is no time that is known")]
    [InlineData(Header + "u1,a,17\nu1,b,18\n", "'17' is no time that is known")]
    [InlineData(Header + "u1,,1500000000\n", "leaves no event", "the column of items is blank")]
    [InlineData(Header + ",a,1500000000\n", "the column of users or sessions is blank")]
    [InlineData(Header + "u1,a,\n", "the column of times is blank")]
    [InlineData(Header + Rows + "u4,\"a,1500000000\nu4,b,1500000001\n", "1 of 7 rows cannot be read", "line 8 of", "a quote that does")]
    [InlineData(Header + "u1,a,1500000000\nu1,b,1500000001\n", "leaves no train sequence")]
    public void A_log_that_cannot_be_used_is_refused_in_one_line(string text, params string[] words)
    {
        using Scratch scratch = new Scratch().With("log.csv", text);
        scratch.Refuses<DataFormatException>("log.csv", null, ["log.csv", .. words]);
    }

    [Theory]
    [InlineData(Header + Rows)]
    [InlineData("\uFEFF" + Header + Rows)]
    [InlineData(Header + "\n\n" + Rows + "\n\n")]
    [InlineData("item;time;user;note\na;1500000000;u1;\"x;y\nz\"\nb;1500000001;u1;\na;1500000001;u2;\nb;1500000000;u2;\n"
        + "b;1500200001;u3;\na;1500200000;u3;\n")]
    [InlineData("Item_ID|eventTime|USER-id\na|1500000000|u1\nb|1500000001|u1\nb|1500000000|u2\na|1500000001|u2\n"
        + "a|1500200000|u3\nb|1500200001|u3")]
    public void Separators_ends_of_lines_and_the_order_of_columns_do_not_matter(string text)
    {
        foreach (string one in (string[])[text, text.ReplaceLineEndings("\r\n"), text.ReplaceLineEndings("\r")])
        {
            using Scratch scratch = new Scratch().With("log.csv", one);
            scratch.Prepare("log.csv");
            Assert.Equal(["a b", "b a"], scratch.Train());
            Assert.Equal(["a b"], scratch.Test());
        }
    }

    [Fact]
    public void Ids_stay_as_they_stand()
    {
        string[] ids = ["#1", " 7 ", "0x10", "007", "1e1", "7", "NA", "a b", "α β", "𝒳"];
        string[] quoted = [.. ids, "\"x,\"\"y\"\"\""];
        using Scratch scratch = new Scratch().With(
            "log.csv",
            Header + string.Concat(quoted.Select((id, i) => $"#u,{id},{1500000000 + i}\n")) + "v,7,1500200000\nv,007,1500200001\n");
        scratch.Prepare("log.csv");
        Assert.Equal([" 7 ", "#1", "007", "0x10", "1e1", "7", "NA", "a b", "x,\"y\"", "α β", "𝒳"], scratch.Made().ItemIds!);
        Assert.Equal([string.Join(' ', [.. ids, "x,\"y\""])], scratch.Train());
    }

    [Fact]
    public void Whole_numbers_are_numbered_as_such()
    {
        using Scratch scratch = new Scratch().With(
            "log.tsv", "user\titem\ttime\nu\t10\t1500000000\nu\t-2\t1500000001\nu\t9\t1500000002\nv\t9\t1500200000\nv\t10\t1500200001\n");
        scratch.Prepare("log.tsv");
        Assert.Equal(["-2", "9", "10"], scratch.Made().ItemIds!);
    }

    [Fact]
    public void Rows_that_cannot_be_read_are_counted_and_the_first_five_named()
    {
        using var scratch = new Scratch();
        byte[] bytes =
        [
            .. System.Text.Encoding.UTF8.GetBytes(Header + "u0,\"a\n\nz\",1500000000\n\nu0,b\nu0,c,soon\n"), (byte)'u', 0xFF,
            .. System.Text.Encoding.UTF8.GetBytes(",d,1500000000\nu0,\"c\td\",1500000000\nu0,c,1400000000000\nu0,e,\n" + Rows),
        ];
        scratch.With("log.csv", bytes);
        PreparedLog prepared = scratch.Prepare("log.csv", options => options with { BadRows = new BadRowLimit(6, null) });
        Assert.Equal((13, 6, 1, 6), (prepared.Read.Rows, prepared.Read.Unreadable, prepared.Read.NoTime, prepared.Read.Events));
        const string Item = "has an item of more than 255 bytes or with a control character";
        Assert.Equal(
            [(2, Item), (6, "has too few fields"), (7, "has 'soon' for a time in time"), (8, "is not UTF-8"), (9, Item)],
            prepared.Read.FirstUnreadable.Select(bad => ((int)bad.Line, bad.Problem)));
        Assert.Equal(["a b", "b a"], scratch.Train());
        scratch.Refuses<InputException>("log.csv", null, "there is something already");
    }

    [Theory]
    [InlineData("1%", 99, true)]
    [InlineData("1%", 98, false)]
    [InlineData("0", 1000, false)]
    [InlineData("1", 1, true)]
    public void More_unreadable_rows_than_allowed_are_too_many(string limit, int good, bool allowed)
    {
        using Scratch scratch = new Scratch().With(
            "log.csv",
            Header + "u,a,soon\nv,a,1500200000\n"
            + string.Concat(Enumerable.Range(1, good - 1).Select(i => $"u{i / 3},a,{1500000000 + i}\n")));
        Assert.True(BadRowLimit.TryParse(limit, out BadRowLimit bad));
        string problem = allowed
            ? "of what is asked for"
            : $"1 of {good + 1} rows cannot be read, more than {limit}, the first is line 2 of";
        scratch.Refuses<DataFormatException>(
            "log.csv", options => options with { BadRows = bad, Rules = Scratch.All with { MinLength = 1000 } }, problem);
    }

    [Fact]
    public void Time_may_run_backwards_and_ties_stand_in_the_order_of_lines()
    {
        using Scratch scratch = new Scratch().With(
            "log.csv", Header + "v,a,1500200001\nv,b,1500200000\nu,c,1500000002\nu,b,1500000001\nu,a,1500000001\nu,b,1500000000\n");
        scratch.Prepare("log.csv", options => options with { Rules = Scratch.All with { LongestPause = null } });
        Assert.Equal(["b b a c"], scratch.Train());
        Assert.Equal(["b a"], scratch.Test());
    }

    [Fact]
    public void One_user_with_many_events_is_one_long_line()
    {
        const int Many = 300_000;
        using Scratch scratch = new Scratch().With(
            "log.csv",
            Header + string.Concat(Enumerable.Range(0, Many).Select(i => $"bot,i{i % 7},{1500000000 + i}\n"))
            + "u,i5,1500500000\nu,i6,1500500001\n");
        scratch.Prepare("log.csv");
        Assert.Equal((1, Many), (scratch.Made().Train.Count, scratch.Made().Train.ItemCount));
        scratch.Prepare("log.csv", options => options with { Replace = true, Rules = Scratch.All with { MaxLength = 3 } });
        Assert.Equal([string.Join(' ', Enumerable.Range(Many - 3, 3).Select(i => $"i{i % 7}"))], scratch.Train());
    }

    [Fact]
    public void Packed_files_that_are_cut_short_or_broken_are_refused()
    {
        string text = Header + Rows + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"u{i % 97},a{i % 13},{1500000000 + i}\n"));
        byte[] whole = Scratch.Gzip(text), broken = [.. whole], two = [.. Scratch.Gzip(Header + Rows), .. Scratch.Gzip(Rows)];
        byte[] padded = [.. two, .. new byte[70_000]], cutInSecond = [.. whole, .. two[..1]], noise = [.. whole, 7];
        broken[^6] ^= 1;
        using Scratch scratch = new Scratch().With("broken.csv.gz", broken).With("text.csv.gz", text).With("two.csv.gz", two);
        for (int missing = 1; missing < whole.Length; missing = (missing * 2) + 1)
        {
            scratch.With("short.csv.gz", whole[..^missing]);
            scratch.Refuses<DataFormatException>("short.csv.gz", null, "short.csv.gz", "is no whole gz file");
        }

        scratch.Refuses<DataFormatException>("broken.csv.gz", null, "is no whole gz file");
        scratch.Refuses<DataFormatException>("text.csv.gz", null, "is no whole gz file");
        foreach (byte[] one in (byte[][])[cutInSecond, noise])
            scratch.With("bad.csv.gz", one).Refuses<DataFormatException>("bad.csv.gz", null, "bad.csv.gz", "is no whole gz file");
        Assert.Equal(12, scratch.Prepare("two.csv.gz").Read.Rows);
        scratch.With("padded.csv.gz", padded);
        Assert.Equal(12, scratch.Prepare("padded.csv.gz", options => options with { Replace = true }).Read.Rows);
    }

    [Fact]
    public void Zstandard_that_is_cut_short_is_refused()
    {
        using Scratch scratch = new Scratch().WithQuery(
            "log.csv.zst", "SELECT 'u' || i // 3 AS user, i % 13 AS item, 1500000000 + i * 10 AS time FROM range(200000) AS t(i)");
        byte[] whole = File.ReadAllBytes(scratch["log.csv.zst"]);
        foreach (int left in (int[])[1, 5, 9, whole.Length / 2, whole.Length - 1])
        {
            scratch.With("short.csv.zst", whole[..left]);
            scratch.Refuses<DataFormatException>("short.csv.zst", null, "is no whole zst file");
        }

        Assert.Equal(200_000, scratch.Prepare("log.csv.zst").Read.Events);
    }

    [Fact]
    public void Bytes_that_are_no_log_are_refused()
    {
        byte[] noise = new byte[5000];
        new Random(3).NextBytes(noise);
        foreach (string name in (string[])["x.csv", "x.tsv", "x.jsonl", "x.parquet", "x.csv.gz", "x.jsonl.zst", "x.zip", "x"])
        {
            using Scratch scratch = new Scratch().With(name, noise);
            scratch.Refuses<DataFormatException>(name, null, name);
        }

        using Scratch utf16 = new Scratch().With("log.csv", System.Text.Encoding.Unicode.GetBytes("\uFEFF" + Header + Rows));
        utf16.Refuses<DataFormatException>("log.csv", null, "line 1: is not UTF-8 text");
    }

    [Fact]
    public void Lines_that_are_far_too_long_are_left_out()
    {
        using Scratch scratch = new Scratch().With("log.csv", Header + "u," + new string('x', 3_000_000) + ",1500000000\n" + Rows);
        PreparedLog prepared = scratch.Prepare("log.csv", options => options with { BadRows = new BadRowLimit(1, null) });
        Assert.Equal([(2, "is too long")], prepared.Read.FirstUnreadable.Select(bad => ((int)bad.Line, bad.Problem)));
        Assert.Equal(["a b", "b a"], scratch.Train());
    }
}
