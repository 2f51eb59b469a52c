using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using OnDeviceRec.Data.Logs;
using OnDeviceRec.Data.Logs.Layouts;

namespace OnDeviceRec.Cli.Tests.Commands;

public class PrepareTests
{
    private const string Header = "sessionId;userId;itemId;timeframe;eventdate";

    [Fact]
    public async Task A_log_becomes_a_data_set_that_other_verbs_read()
    {
        using var place = Workplace.Create();
        place.Write("train-item-views.csv", Log(days: 30, "1;NA;sku-1;2016-05-01"));
        JsonObject json = (await place.Call(
            "prepare", "--layout", "diginetica", "train-item-views.csv", "--out", "made", "--bad-rows", "1", "--json")).Json();
        Assert.Equal(
            ("diginetica", 5, 2, 1, 7),
            ((string)json["name"]!, (int)json["minSupport"]!, (int)json["minLength"]!, (int)json["minPrefix"]!, (int)json["testDays"]!));
        Assert.Equal((361, 1, 360), ((int)json["rows"]!, (int)json["unreadable"]!, (int)json["events"]!));
        Assert.Equal(
            ("train-item-views.csv", 2, "has too few fields"),
            ((string)json["firstUnreadable"]![0]!["file"]!,
             (int)json["firstUnreadable"]![0]!["line"]!,
             (string)json["firstUnreadable"]![0]!["problem"]!));
        Assert.Equal("2016-05-24T00:00:00.000Z", (string)json["split"]!);
        Assert.Equal((10, 92, 28), ((int)json["items"]!, (int)json["train"]!["sequences"]!, (int)json["test"]!["sequences"]!));
        Assert.Equal(184, (int)json["train"]!["examples"]!);
        string[] files = ["dataset.json", "items.txt.gz", "test.sessions.txt.gz", "train.sessions.txt.gz"];
        Assert.Equal(files, Directory.GetFiles(place["made"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Outcome baselines = await place.Call("baselines", "--data", "made", "--json");
        Assert.Equal(28, (int)baselines.Json()["POP"]!["sequences"]!);
    }

    [Fact]
    public async Task Without_the_database_of_this_platform_it_says_so_in_one_line()
    {
        using var place = Workplace.Create();
        string copy = Directory.CreateDirectory(place["copy"]).FullName;
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        place.Write("events.csv", "user,item,time\n1,2,3\n");
        Outcome outcome = await Odrec.CallCopy(copy, place["."], "prepare", "events.csv", "--out", "made");
        outcome.Refused(1, "no library for", "odrec was made on another platform");
        Assert.Empty(place.Named("made"));
    }

    [Fact]
    public async Task A_model_of_a_prepared_data_set_speaks_the_logs_ids()
    {
        using var place = Workplace.Create();
        place.Write("events.csv", "user,item,time\n" + string.Concat(
            from user in Enumerable.Range(0, 60)
            from i in Enumerable.Range(0, 4)
            select $"{user},0{((user + i) % 9) + 1},{1_500_000_000 + (user * 10_000) + i}\n"));
        (await place.Call("prepare", "events.csv", "--out", "made")).Done();
        (await place.Call("train", "--data", "made", "--out", "t.odr", "--width", "8", "--epochs", "1")).Done();
        JsonObject json = (await place.Call("recommend", "--model", "t.odr", "--session", "03 04", "--top", "9", "--json")).Json();
        Assert.Equal(Enumerable.Range(1, 9).Select(id => $"0{id}"), json["ids"]!.AsArray().Select(id => (string)id!).Order());
        Assert.Equal("texts", (string)(await place.Call("inspect", "t.odr", "--json")).Json()["ids"]!);
    }

    [Fact]
    public async Task The_zip_of_a_release_and_other_wishes_are_taken()
    {
        using var place = Workplace.Create();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using (ZipArchive archive = await ZipFile.OpenAsync(place["release.zip"], ZipArchiveMode.Create, cancellation))
        {
            ZipArchiveEntry entry = archive.CreateEntry("train-item-views.csv");
            await using var writer = new StreamWriter(await entry.OpenAsync(cancellation));
            await writer.WriteAsync(Log(days: 30, "900;NA;rare;0;2016-05-01", "900;NA;sku-1;1;2016-05-01", "900;NA;sku-1;1;2016-05-01"));
        }

        string[] wishes = ["--test-days", "2", "--min-length", "3", "--min-support", "3"];
        Outcome table = (await place.Call(["prepare", "--layout", "diginetica", "release.zip", "--out", "made", .. wishes])).Done();
        Assert.Matches("train: of 1 items with less than 3 events +1 ", table.Output);
        Assert.Matches("train: of less than 3 events without these +1 +2 ", table.Output);
        Assert.Matches("train +112 +336 ", table.Output);
        Assert.Matches("test +8 +24 ", table.Output);
        Assert.Matches("test from +2016-05-29 00:00", table.Output);
        Assert.Matches("item from +itemId", table.Output);
    }

    [Fact]
    public async Task The_machines_zone_plays_no_part()
    {
        using var place = Workplace.Create();
        place.Write("log.csv", "user,item,time\nu,a,2017-07-14 02:40\nu,b,2017-07-14 02:41\nv,b,2017-07-20 02:40\nv,a,2017-07-20 02:41\n");
        string? zone = Environment.GetEnvironmentVariable("TZ");
        try
        {
            Environment.SetEnvironmentVariable("TZ", "America/New_York");
            JsonObject json = (await place.Call(
                "prepare", "log.csv", "--out", "made", "--min-support", "1", "--test-days", "1", "--json")).Json();
            Assert.Equal("2017-07-14T02:40:00.000Z", (string)json["start"]!);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TZ", zone);
        }
    }

    [Fact]
    public async Task A_preparation_that_is_interrupted_leaves_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals");
        using var place = Workplace.Create();
        place.Write("log.csv", "user,item,time\n" + string.Concat(
            Enumerable.Range(0, 1_000_000).Select(i => $"{i % 9973},{i % 101},{1_500_000_000 + i}\n")));
        using Odrec odrec = place.Start("prepare", "log.csv", "--out", "made");
        await odrec.WaitFor("cutting sequences");
        odrec.Interrupt();
        Outcome stopped = await odrec.End();
        Assert.Equal((1, ""), (stopped.Code, stopped.Output));
        Assert.Equal("odrec: Stopped; nothing was written.", stopped.ErrorLines[^1]);
        Assert.Empty(place.Named("made"));
    }

    [Fact]
    public async Task A_wrong_file_or_wish_leaves_nothing()
    {
        using var place = Workplace.Create();
        place.Write("events.csv", Log(days: 30));
        await Fails(1, "events.csv: has no column user_id; give user_log_format1.csv as it was", "--layout", "tmall", "events.csv");
        await Fails(1, "none.csv: there is no such file", "none.csv");
        await Fails(1, "leaves no train sequence", "--layout", "diginetica", "events.csv", "--min-support", "99");
        await Fails(1, "there is no column 'timeframe'", "events.csv", "--time", "timeframe", "--columns", "a,b,c,d,e");
        await Fails(2, "--keep names kinds of events", "events.csv", "--keep", "view", "--time", "eventdate");
        await Fails(2, "--layout is 'netflix', it must be tmall or retailrocket", "--layout", "netflix", "events.csv");
        await Fails(2, "--min-length is '1', it must be a whole number", "events.csv", "--min-length", "1");
        await Fails(2, "--gap is '30', it must be a whole number of s, m, h or d, or none", "events.csv", "--gap", "30");
        await Fails(2, "--memory is '1MB', it must be a size", "events.csv", "--memory", "1MB");
        await Fails(2, "--bad-rows is 'few', it must be a share", "events.csv", "--bad-rows", "few");
        await Fails(2, "--test-days and --test-share exclude each other", "events.csv", "--test-days", "1", "--test-share", "0.1");
        await Fails(2, "--test-days does not go with --split last", "events.csv", "--test-days", "1", "--split", "last");
        await Fails(2, "argument 'log' missing");
        await Fails(1, "parts: there is no such folder; give the folder that the job wrote its tables to", "--from-parts", "parts");
        await Fails(2, "a log is too much, --from-parts takes a log that is prepared", "--from-parts", "parts", "events.csv");
        await Fails(2, "--gap is too much, --from-parts", "--from-parts", "parts", "--gap", "1h");
        await Fails(2, "--layout is too much, --from-parts", "--from-parts", "parts", "--layout", "tmall");
        await Fails(2, "--user is too much, --from-parts", "--from-parts", "parts", "--user", "u");
        await Fails(2, "--print-sql and --from-parts exclude each other", "--from-parts", "parts", "--print-sql");
        await Fails(2, "--out is too much, --print-sql reads no log and writes no data set", "--print-sql");
        Assert.Empty(place.Named("made"));

        async Task Fails(int code, string reason, params string[] words)
        {
            Outcome outcome = await place.Call(["prepare", .. words, "--out", "made"]);
            Assert.Equal((code, string.Empty), (outcome.Code, outcome.Output));
            Assert.Contains(reason, outcome.ErrorLines[^1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_text_to_run_elsewhere_is_printed_with_what_is_asked_for()
    {
        using var place = Workplace.Create();
        string text = (await place.Call("prepare", "--print-sql")).Done().Output;
        Assert.Equal(LogPreparation.SqlTextOf(new PreparationRules(), cutsSessions: false), text.ReplaceLineEndings("\n"));
        string[] asked = ["--print-sql", "--layout", "diginetica", "--gap", "1h", "--min-length", "3", "--valid"];
        JsonObject json = (await place.Call(["prepare", .. asked, "--json"])).Json();
        PreparationRules rules = LogLayout.All.Single(layout => layout.Name == "diginetica").Defaults with
        {
            LongestPause = TimeSpan.FromHours(1),
            MinLength = 3,
            Valid = true,
        };
        Assert.Equal(LogPreparation.SqlTextOf(rules, cutsSessions: true), (string)json["sql"]!);
        foreach (string[] tooMuch in (string[][])[["x.csv"], ["--keep", "view"], ["--item", "i"], ["--force"], ["--out", "made"]])
            (await place.Call(["prepare", "--print-sql", .. tooMuch])).Refused(2, "is too much, --print-sql reads no log");
        (await place.Call("prepare", "--print-sql", "--max-length", "2", "--min-length", "3"))
            .Refused(2, "--max-length 2 is below --min-length 3");
    }

    [Fact]
    public async Task The_tables_that_the_text_left_elsewhere_become_a_data_set_that_other_verbs_read()
    {
        using var place = Workplace.Create();
        PartTables.Write(place["parts"]);
        Outcome shown = (await place.Call("prepare", "--from-parts", "parts", "--out", "made")).Done();
        Assert.Matches("train +20 +60", shown.Output);
        Assert.Matches("test +4 +12", shown.Output);
        JsonObject json = (await place.Call("prepare", "--from-parts", "parts", "--out", "made", "--force", "--json")).Json();
        Assert.Equal(("made", 1, 10), ((string)json["name"]!, (int)json["minPrefix"]!, (int)json["items"]!));
        Assert.Equal((20, 60, 40), Counts(json["train"]!));
        Assert.Equal((4, 12, 8), Counts(json["test"]!));
        Assert.False(json.ContainsKey("valid"));
        Assert.Equal(4, (int)(await place.Call("baselines", "--data", "made", "--json")).Json()["POP"]!["sequences"]!);

        static (int, int, int) Counts(JsonNode part) => ((int)part["sequences"]!, (int)part["events"]!, (int)part["examples"]!);
    }

    // Four sessions a day of three items each, of ten items in turn.
    private static string Log(int days, params string[] first)
    {
        var lines = new List<string> { Header };
        lines.AddRange(first);
        for (int session = 0; session < 4 * days; session++)
        {
            string day = new DateOnly(2016, 5, 1).AddDays(session / 4).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            for (int i = 0; i < 3; i++) lines.Add($"{session};NA;sku-{((session + i) % 10) + 1};{i * 1000};{day}");
        }

        return string.Join('\n', lines);
    }
}
