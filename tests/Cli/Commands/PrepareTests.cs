using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests.Commands;

public class PrepareTests
{
    private const string Header = "sessionId;userId;itemId;timeframe;eventdate";

    [Fact]
    public async Task A_log_becomes_a_data_set_that_other_verbs_read()
    {
        using var place = Workplace.Create();
        place.Write("train-item-views.csv", Log(days: 30, "1;NA;sku-1;soon;2016-05-01"));
        Outcome outcome = await place.Call("prepare", "--layout", "diginetica", "train-item-views.csv", "--out", "made/shop", "--json");
        JsonObject json = outcome.Json();
        Assert.Equal(
            ("diginetica", 5, 2, 1, 7),
            ((string)json["name"]!, (int)json["minSupport"]!, (int)json["minLength"]!, (int)json["minPrefix"]!, (int)json["testDays"]!));
        Assert.Equal((361, 1, 360), ((int)json["lines"]!, (int)json["unreadableLines"]!, (int)json["views"]!));
        Assert.Equal("2016-05-24T00:00:00.000Z", (string)json["split"]!);
        Assert.Equal((10, 92, 28), ((int)json["items"]!, (int)json["train"]!["sequences"]!, (int)json["test"]!["sequences"]!));
        Assert.Equal(184, (int)json["train"]!["examples"]!);
        Assert.Equal("Left out train-item-views.csv, line 2: timeframe is not a whole number of milliseconds.", outcome.ErrorLines[^1]);
        string[] files = ["dataset.json", "items.txt", "test.sessions.txt", "train.sessions.txt"];
        Assert.Equal(files, Directory.GetFiles(place["made/shop"]).Select(Path.GetFileName).Order());
        Assert.Equal("sku-1", (await File.ReadAllLinesAsync(place["made/shop/items.txt"], TestContext.Current.CancellationToken))[0]);
        Outcome baselines = await place.Call("baselines", "--data", "made/shop", "--json");
        Assert.Equal(28, (int)baselines.Json()["POP"]!["sequences"]!);
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
            await writer.WriteAsync(Log(days: 30, "900;NA;rare;0;2016-05-01", "900;NA;sku-1;1;2016-05-01"));
        }

        string[] wishes = ["--test-days", "2", "--min-length", "3", "--min-support", "3"];
        Outcome table = (await place.Call(["prepare", "--layout", "diginetica", "release.zip", "--out", "made", .. wishes])).Done();
        Assert.Empty(table.Errors);
        Assert.Matches("train: of items with less than 3 of them +1 ", table.Output);
        Assert.Matches("train: of less than 3 items +1 +1 ", table.Output);
        Assert.Matches("train +112 +336 ", table.Output);
        Assert.Matches("test +8 +24 ", table.Output);
        Assert.Matches("test from +2016-05-29 00:00", table.Output);
    }

    [Fact]
    public async Task A_wrong_file_or_wish_leaves_nothing()
    {
        using var place = Workplace.Create();
        place.Write("events.csv", Log(days: 30));
        (await Prepare("tmall", "events.csv")).Refused(1, "events.csv, line 1: the header has no column user_id", "user_log_format1.csv");
        (await Prepare("diginetica", "none.csv")).Refused(1, "none.csv: there is no such file");
        (await Prepare("diginetica", "events.csv", "--min-support", "99")).Refused(1, "leaves no train sequence");
        (await Prepare("yoochoose", "events.csv")).Refused(2, "--layout is 'yoochoose', it must be tmall or retailrocket or diginetica");
        (await Prepare("diginetica", "events.csv", "--min-length", "1")).Refused(2, "--min-length is '1', it must be a whole number");
        Assert.Empty(place.Named("made"));

        Task<Outcome> Prepare(string layout, string log, params string[] more) =>
            place.Call(["prepare", "--layout", layout, log, "--out", "made", .. more]);
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
