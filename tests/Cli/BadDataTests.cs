namespace OnDeviceRec.Cli.Tests;

public class BadDataTests
{
    [Fact]
    public async Task A_missing_folder_is_named()
    {
        using var place = Workplace.Create();
        (await Train(place, "none")).Refused(1, "none", "no such folder", "a data set is a folder");
        (await place.Call("run", "--data", "none", "--out", "x.odr")).Refused(1, "none", "no such folder");
        NothingLeft(place);
    }

    [Theory]
    [InlineData("train", "train.sessions.txt")]
    [InlineData("train", "dataset.json")]
    [InlineData("run", "test.sessions.txt")]
    [InlineData("baselines", "test.sessions.txt")]
    public async Task A_missing_file_is_named(string verb, string file)
    {
        using var place = Workplace.Create();
        File.Delete(place[$"data/{file}"]);
        string[] output = verb == "baselines" ? [] : ["--out", "x.odr"];
        (await place.Call([verb, "--data", "data", .. output])).Refused(1, Path.Combine("data", file), "no such file");
        NothingLeft(place);
    }

    [Theory]
    [InlineData("", "holds no sequence of 2 items or more")]
    [InlineData("1\n2\n", "holds no sequence of 2 items or more")]
    [InlineData("1 2\n3 0 4\n", ", line 2: item id 0", "add 1 to every id")]
    [InlineData("1 2\n\n-3 4\n", ", line 3: a negative item id")]
    [InlineData("1 2\n3 41\n", ", line 2: item id 41 is above 40", "dataset.json")]
    [InlineData("1 2\n99999999999999999999 1\n", ", line 2: an item id of more than 17 digits")]
    [InlineData("1 2\n3 four\n", ", line 2: 'f' is not part of an item id")]
    [InlineData("1,2\n", ", line 1: ',' is not part of an item id", "separated by spaces")]
    public async Task A_wrong_file_is_named_with_its_line(string text, params string[] reasons)
    {
        using var place = Workplace.Create();
        place.Write("data/train.sessions.txt", text);
        (await Train(place)).Refused(1, [Path.Combine("data", "train.sessions.txt"), .. reasons]);
        using var other = Workplace.Create();
        other.Write("data/test.sessions.txt", text);
        (await other.Call("run", "--data", "data", "--out", "x.odr")).Refused(1, [Path.Combine("data", "test.sessions.txt"), .. reasons]);
        NothingLeft(place);
        NothingLeft(other);
    }

    [Theory]
    [InlineData("{", "dataset.json, line 1: is not valid JSON")]
    [InlineData("{ \"name\": \"tiny\" }", "minPrefix is missing")]
    [InlineData("{ \"minPrefix\": 0 }", "minPrefix is not a whole number from 1")]
    public async Task A_wrong_description_is_refused(string text, string reason)
    {
        using var place = Workplace.Create();
        place.Write("data/dataset.json", text);
        (await Train(place)).Refused(1, "dataset.json", reason, "write for example");
        NothingLeft(place);
    }

    [Fact]
    public async Task A_log_is_no_data_set_and_a_misspelt_option_no_log()
    {
        using var place = Workplace.Create();
        place.Write("events.csv", "user_id,item_id,timestamp\nu1,a,1\n");
        (await Train(place, "events.csv")).Refused(1, "events.csv: this is a file", "odrec prepare makes one of a log of events");
        (await Train(place, "none")).Refused(1, "none: there is no such folder", "odrec prepare");
        (await place.Call("prepare", "events.csv", "--itme", "item_id", "--out", "shop"))
            .Refused(2, "'--itme' is not known here, is it --item?", "see odrec prepare --help");
        NothingLeft(place);
    }

    [Fact]
    public async Task Short_sequences_are_skipped_and_counted()
    {
        using var place = Workplace.Create();
        await File.AppendAllTextAsync(place["data/train.sessions.txt"], "7\n8\n", TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(place["data/test.sessions.txt"], "9\n", TestContext.Current.CancellationToken);
        Assert.StartsWith(
            "Skipped sequences shorter than 2 items: 2 in train", (await Train(place)).Done().ErrorLines[0], StringComparison.Ordinal);
        Outcome baselines = await place.Call("baselines", "--data", "data", "--json");
        Assert.Equal(20, (int)baselines.Json()["POP"]!["sequences"]!);
        Assert.StartsWith(
            "Skipped sequences shorter than 2 items: 2 in train, 1 in test", baselines.ErrorLines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(79, false)]
    [InlineData(81, true)]
    public async Task A_catalog_of_which_most_items_are_never_seen_is_said(int items, bool said)
    {
        using var place = Workplace.Create();
        place.Write("data/dataset.json", $$"""{ "name": "tiny", "minPrefix": 1, "items": {{items}} }""");
        Assert.Equal(
            said,
            (await Train(place)).Done().Errors.Contains(
                $"{items - Workplace.Items} of the {items} items of tiny are in no train sequence", StringComparison.Ordinal));
    }

    private static Task<Outcome> Train(Workplace place, string data = "data") =>
        place.Call("train", "--data", data, "--out", "x.odr", "--width", "8", "--epochs", "1");

    private static void NothingLeft(Workplace place) => Assert.Empty(place.Named("x.odr"));
}
