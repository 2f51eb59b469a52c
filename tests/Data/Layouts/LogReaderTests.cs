using System.IO.Compression;
using System.Text;
using OnDeviceRec.Data.Layouts;

namespace OnDeviceRec.Data.Tests.Layouts;

public class LogReaderTests
{
    private const string Header = "timestamp,visitorid,event,itemid,transactionid";
    private const string Line = "1439175600000,7,view,11,";

    [Theory]
    [InlineData("", "visitorid")]
    [InlineData("user_id,item_id,cat_id,seller_id,brand_id,time_stamp,action_type\n", "visitorid")]
    [InlineData("timestamp,visitorid,event,transactionid\n", "itemid")]
    [InlineData("timestamp;visitorid;event;itemid;transactionid\n", "visitorid")]
    [InlineData(Line + "\n", "visitorid")]
    public void A_header_without_the_layouts_columns_is_refused(string text, string column)
    {
        using var folder = new TempFolder();
        folder.Write("events.csv", text);
        var e = Assert.Throws<DataFormatException>(() => Read(folder["events.csv"]));
        Assert.Equal((folder["events.csv"], 1), (e.Path, e.Line));
        Assert.Contains($"the header has no column {column}; give events.csv as it was published", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_are_found_by_their_names()
    {
        (EventLog events, _) = Read("note,itemid,event,visitorid,timestamp\n,11,view,7,1439175600000\n");
        Assert.Equal((1, 1_439_175_600_000), (events.Count, events.Time(0)));
        Assert.Equal(["11"], events.ItemIds());
    }

    [Fact]
    public void Ends_of_lines_and_the_mark_of_the_byte_order_do_not_matter()
    {
        foreach (string text in new[] { $"{Header}\n{Line}\n{Line}", $"\uFEFF{Header}\r\n{Line}\r\n\r\n{Line}\r\n\r\n" })
        {
            (EventLog events, LogCounts counts) = Read(text);
            Assert.Equal((2, 2, 0), (events.Count, counts.Lines, counts.Unreadable.Count));
            Assert.Equal(["11"], events.ItemIds());
        }
    }

    [Fact]
    public void Item_ids_stay_as_they_stand()
    {
        string[] ids = ["11", "011", " 11", "1e1", "α β", "NA", "\"11\""];
        (EventLog events, _) = Read(string.Join('\n', [Header, .. ids.Select(id => $"1439175600000,7,view,{id},")]));
        Assert.Equal(ids, events.ItemIds());
    }

    [Fact]
    public void A_line_that_is_not_text_is_named_and_left_out()
    {
        using var folder = new TempFolder();
        folder.Write("events.csv", [.. Encoding.UTF8.GetBytes($"{Header}\n{Line}\n"), 0xFF, (byte)'\n', .. Encoding.UTF8.GetBytes(Line)]);
        (EventLog events, LogCounts counts) = Read(folder["events.csv"]);
        Assert.Equal(2, events.Count);
        Assert.Equal([(3, "is not UTF-8")], counts.Unreadable.First);
    }

    [Fact]
    public void The_first_five_unreadable_lines_are_named_and_all_are_counted()
    {
        string[] lines = [.. Enumerable.Range(0, 60).SelectMany(_ => new[] { Line, "x" })];
        (EventLog events, LogCounts counts) = Read(string.Join('\n', [Header, .. lines]));
        Assert.Equal((60, 120, 60), (events.Count, counts.Lines, counts.Unreadable.Count));
        Assert.Equal([3, 5, 7, 9, 11], counts.Unreadable.First.Select(bad => bad.Line));
    }

    [Theory]
    [InlineData(100, 0, false)]
    [InlineData(101, 0, true)]
    [InlineData(101, 100_898, true)]
    [InlineData(101, 100_899, false)]
    public void More_than_a_hundred_unreadable_lines_and_more_than_one_in_a_thousand_are_too_many(int bad, int good, bool refused)
    {
        using var folder = new TempFolder();
        folder.Write("events.csv", string.Join('\n', [Header, .. Enumerable.Repeat(Line, good), .. Enumerable.Repeat("x", bad)]));
        if (refused)
        {
            var e = Assert.Throws<DataFormatException>(() => Read(folder["events.csv"]));
            Assert.Equal(good + 2, e.Line);
            string problem = $"does not have 5 fields, and 101 of the first {good + 101} lines cannot be read";
            Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(bad, Read(folder["events.csv"]).Counts.Unreadable.Count);
        }
    }

    [Fact]
    public void The_log_is_found_in_the_zip_of_a_release()
    {
        using var folder = new TempFolder();
        Zip(folder["archive.zip"], ("release/category_tree.csv", "categoryid,parentid\n"), ("release/events.csv", $"{Header}\n{Line}\n"));
        Assert.Equal(1, Read(folder["archive.zip"]).Events.Count);

        Zip(folder["other.zip"], ("events.txt", Header));
        Refused(folder["other.zip"], "holds no events.csv");
        byte[] whole = File.ReadAllBytes(folder["archive.zip"]);
        folder.Write("short.zip", whole[..(whole.Length / 2)]);
        Refused(folder["short.zip"], "cannot be read, or is broken or cut short");
    }

    [Fact]
    public void What_is_no_file_of_lines_is_refused()
    {
        using var folder = new TempFolder();
        Refused(folder["none.csv"], "there is no such file");
        Refused(folder.Path, "there is no such file");
        folder.Write("long.csv", $"{Header}\n{new string('7', 1 << 17)}\n");
        Refused(folder["long.csv"], "line 2: has no end within 65536 bytes");
    }

    [Fact]
    public void Lines_longer_than_the_rest_of_the_buffer_are_read()
    {
        string[] ids = [.. Enumerable.Range(0, 9).Select(i => new string((char)('a' + i), 30_000))];
        (EventLog events, _) = Read(string.Join('\n', [Header, .. ids.Select(id => $"1439175600000,7,view,{id},")]));
        Assert.Equal(ids, events.ItemIds());
    }

    [Fact]
    public void Reading_can_be_stopped()
    {
        using var folder = new TempFolder();
        folder.Write("events.csv", string.Join('\n', [Header, .. Enumerable.Repeat(Line, 70_000)]));
        var stopped = new CancellationToken(canceled: true);
        LogLayout layout = Prepared.Layout("retailrocket");
        Assert.Throws<OperationCanceledException>(() => LogReader.Read(folder["events.csv"], layout, progress: null, stopped));
    }

    private static (EventLog Events, LogCounts Counts) Read(string textOrPath)
    {
        LogLayout layout = Prepared.Layout("retailrocket");
        if (Path.IsPathRooted(textOrPath)) return LogReader.Read(textOrPath, layout, progress: null, CancellationToken.None);
        using var folder = new TempFolder();
        folder.Write("events.csv", textOrPath);
        return LogReader.Read(folder["events.csv"], layout, progress: null, CancellationToken.None);
    }

    private static void Refused(string path, string problem)
    {
        var e = Assert.Throws<DataFormatException>(() => Read(path));
        Assert.Equal(path, e.Path);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }

    private static void Zip(string path, params (string Name, string Text)[] entries)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, string text) in entries)
        {
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(text);
        }
    }
}
