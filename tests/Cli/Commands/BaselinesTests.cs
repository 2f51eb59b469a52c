using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests.Commands;

public class BaselinesTests(TrainedFiles trained)
{
    [Fact]
    public async Task Baselines_are_measured_on_the_same_examples_as_a_model()
    {
        JsonObject json = (await trained.Place.Call("baselines", "--data", "data", "--json")).Json();
        JsonObject model = (await trained.Place.Call("evaluate", "--model", "student.odr", "--data", "data", "--json")).Json();
        Assert.Equal(["POP", "S-POP", "kNN", "kNN+repeats"], json.Select(row => row.Key));
        foreach ((_, JsonNode? row) in json)
        {
            Metrics.AreWhole(row);
            Assert.Equal((int)model["examples"]!, (int)row!["examples"]!);
        }
    }

    [Fact]
    public async Task Neighbors_say_their_settings_and_how_long_they_took()
    {
        JsonObject json = (await trained.Place.Call("baselines", "--data", "data", "--json")).Json();
        string[] settings = ["candidates", "neighbors", "positionDecay", "itemDecay"], repeats = ["repeatWeight", "repeatRecency"];
        Assert.Equal(settings, Settings("kNN").Select(setting => setting.Key));
        Assert.Equal([.. settings, .. repeats], Settings("kNN+repeats").Select(setting => setting.Key));
        foreach (string name in (string[])["kNN", "kNN+repeats"])
        {
            Assert.All(Settings(name), setting => Assert.True((double)setting.Value! > 0));
            Assert.True((double)json[name]!["tuningSeconds"]! > 0 && (double)json[name]!["seconds"]! > 0);
        }

        JsonObject Settings(string name) => json[name]!["settings"]!.AsObject();
    }

    [Fact]
    public async Task What_a_training_tuned_is_taken_and_a_damaged_file_of_it_is_tuned_anew()
    {
        using var place = Workplace.Create();
        string[] baselines = ["baselines", "--data", "data", "--json"];
        string[] train = ["train", "--data", "data", "--width", "8", "--epochs", "1"];
        const string Taken = "kNN was tuned before: the settings are those of data/knn-tuning.json.";
        Outcome first = await place.Call([.. train, "--out", "a.odr"]), second = await place.Call([.. train, "--out", "b.odr"]);
        Assert.Contains("tuning kNN", first.Done().ErrorLines);
        Assert.DoesNotContain(Taken, first.ErrorLines);
        Assert.Contains(Taken, second.Done().ErrorLines);
        Assert.DoesNotContain("tuning kNN", second.ErrorLines);
        Assert.Equal(place.Bytes("a.odr"), place.Bytes("b.odr"));

        Outcome taken = await place.Call(baselines);
        Assert.Single(taken.ErrorLines, Taken);
        byte[] whole = place.Bytes("data/knn-tuning.json");
        place.Write("data/knn-tuning.json", "{");
        Outcome anew = await place.Call(baselines);
        Assert.Contains("data/knn-tuning.json: this is no tuning of kNN; it is tuned anew.", anew.ErrorLines);
        Assert.Equal(whole, place.Bytes("data/knn-tuning.json"));
        foreach (string name in (string[])["kNN", "kNN+repeats"])
            Assert.True(JsonNode.DeepEquals(taken.Json()[name]!["settings"], JsonNode.Parse(anew.Output)![name]!["settings"]), name);
    }

    // A sequence's items are in no other sequence: only who has seen it can continue it.
    [Fact]
    public async Task On_the_validation_split_neighbors_come_from_the_sequences_before_it()
    {
        using var place = Workplace.Create(items: 180);
        string[] lines = [.. Enumerable.Range(0, 60).Select(s => $"{(3 * s) + 1} {(3 * s) + 2} {(3 * s) + 3}")];
        place.Write("data/train.sessions.txt", string.Join('\n', lines));
        place.Write("data/test.sessions.txt", lines[^1]);
        JsonObject valid = (await place.Call("baselines", "--data", "data", "--split", "valid", "--json")).Json();
        Assert.Equal(6, (int)valid["kNN"]!["sequences"]!);
        Assert.Equal(0, (double)valid["kNN"]!["HR@20"]!);
        JsonObject test = (await place.Call("baselines", "--data", "data", "--json")).Json();
        Assert.Equal(1, (double)test["kNN"]!["HR@20"]!);
    }

    [Fact]
    public async Task Without_json_there_is_a_table_with_the_settings_below()
    {
        Outcome table = (await trained.Place.Call("baselines", "--data", "data")).Done();
        Assert.Matches(@"(?m)^  POP +\d.*\n  S-POP +\d.*\n  kNN +\d.*\n  kNN\+repeats +\d", table.Output);
        Assert.Matches(
            @"(?m)^kNN: candidates 2500, neighbors 500, positionDecay [\d.]+, itemDecay [\d.]+; chosen in \d+ s, evaluated in \d+\.\d s\.$",
            table.Output);
        Assert.Matches(@"(?m)^kNN\+repeats: .*, repeatWeight [\d.]+, repeatRecency [\d.]+; chosen in ", table.Output);
    }
}
