using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests;

/// <summary>Numbers, ids and files mean what they say, whatever the machine and whoever wrote them.</summary>
public class MeaningTests(TrainedFiles trained)
{
    [Theory]
    [InlineData("--learning-rate", "0,002")]
    [InlineData("--learning-rate", "NaN")]
    [InlineData("--learning-rate", "Infinity")]
    [InlineData("--learning-rate", "1e400")]
    [InlineData("--dropout", "-0.1")]
    [InlineData("--time-decay", "∞")]
    [InlineData("--valid", "1e-1,")]
    [InlineData("--epochs", "1.000")]
    [InlineData("--seed", "1e3")]
    public async Task A_number_that_is_none_is_refused_by_name_on_the_line_and_in_a_file(string option, string value)
    {
        using var place = Workplace.Create();
        Assert.SkipUnless(await Odrec.KnowsLanguages(), Odrec.NoLanguages);
        string key = option == "--learning-rate" ? "learningRate" : option == "--time-decay" ? "timeDecay" : option[2..];
        place.Write("job.json", $$"""{ "{{key}}": "{{value}}" }""");
        string[] train = ["train", "--data", "data", "--out", "x.odr"];
        (await place.CallInGerman([.. train, option, value])).Refused(2, $"{option} is '{value}'");
        (await place.CallInGerman([.. train, "--config", "job.json"])).Refused(2, "job.json", $"\"{key}\" is");
    }

    [Fact]
    public async Task Numbers_are_read_with_a_point_in_every_language()
    {
        using var place = Workplace.Create();
        Assert.SkipUnless(await Odrec.KnowsLanguages(), Odrec.NoLanguages);
        place.Write("job.json", """{ "learningRate": 0.002, "valid": 0.25 }""");
        string[] train = ["train", "--data", "data", "--width", "8", "--epochs", "1", "--time-decay", "1", "--json"];
        foreach (string[] given in (string[][])[["--learning-rate", "0.002", "--valid", "0.25"], ["--config", "job.json"]])
        {
            JsonObject options = (await place.CallInGerman([.. train, "--out", "x.odr", .. given])).WholeJson()["options"]!.AsObject();
            Assert.Equal(
                (0.002, 0.25, 1), ((double)options["learningRate"]!, (double)options["valid"]!, (double)options["timeDecay"]!));
        }

        string[] shapes = ["shapes", "--items", "90", "--compression"];
        Assert.Equal(2.5, (double)(await place.CallInGerman([.. shapes, "2.5", "--json"])).WholeJson()["options"]!["compression"]!);
        (await place.CallInGerman([.. shapes, "2,5"])).Refused(2, "--compression is '2,5'");
    }

    [Fact]
    public async Task Ids_and_paths_are_data_whatever_they_begin_with()
    {
        using var place = Workplace.Create();
        string[] ids = ["@home", "-h", "--json", "red shoes", "a,b", "[x", " padded ", "'quoted'", "sku-9"];
        await WriteIds(place, "data", ids);
        Directory.Move(place["data"], place["@data"]);
        (await place.Call("train", "--data", "@data", "--out", "@m.odr", "--width", "8", "--epochs", "1")).Done();
        for (int item = 1; item <= ids.Length; item++)
        {
            string id = ids[item - 1], array = new JsonArray(id).ToJsonString();
            JsonObject similar = (await place.Call("similar", "--model", "@m.odr", $"--item={id}", "--json")).Json();
            Assert.Equal((item, id), ((int)similar["item"]!, (string)similar["id"]!));
            string[] list = ["recommend", "--model", "@m.odr", "--session", array, "--top", "40"];
            Assert.DoesNotContain(id, await Ids(place, [.. list, "--exclude-seen"]));
            Assert.DoesNotContain(id, await Ids(place, [.. list, "--exclude", array]));
            Assert.Equal([id], await Ids(place, [.. list, "--allow", array]));
            place.Write("one.txt", $"{id}\r");
            Assert.Equal([id], await Ids(place, [.. list, "--allow", "one.txt"]));
        }

        string[] home = ["recommend", "--model", "@m.odr", "--session", "@home", "--top", "40"];
        Assert.Equal(39, (await Ids(place, [.. home, "--exclude-seen"])).Length);
        (await place.Call([.. home, "--allow", "{}"])).Refused(1, "--allow", "no array");
    }

    [Theory]
    [InlineData("s.txt", false)]
    [InlineData("s.txt.gz", true)]
    public async Task Session_files_are_read_as_people_have_them(string name, bool packed)
    {
        using var place = Workplace.Create();
        byte[] text = Encoding.UTF8.GetBytes("\uFEFF12 5\r[9]\r\n\r3\n");
        await File.WriteAllBytesAsync(
            place[name], packed ? [.. Gzip(text[..6]), .. Gzip(text[6..]), .. new byte[600]] : text, TestContext.Current.CancellationToken);
        Outcome outcome = (await place.Call("recommend", "--model", trained.Place["student.odr"], "--sessions", name, "--top", "1")).Done();
        string[] lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([1, 2, 4], lines.Select(line => (int)JsonNode.Parse(line)!["line"]!));
        if (!packed) return;
        await File.WriteAllBytesAsync(place[name], Gzip(text)[..^4], TestContext.Current.CancellationToken);
        outcome = await place.Call("recommend", "--model", trained.Place["student.odr"], "--sessions", name);
        Assert.Equal(1, outcome.Code);
        Assert.Equal($"odrec: {name}: the gzip data is broken or cut short; fetch it or pack it again.", outcome.ErrorLines[^1]);
    }

    [Fact]
    public async Task What_was_seen_before_the_window_is_left_out_too()
    {
        using var place = Workplace.Create();
        (await place.Call(
            "train", "--data", "data", "--out", "short.odr", "--width", "8", "--epochs", "1", "--max-length", "3")).Done();
        int[] seen = [.. Enumerable.Range(1, 30)];
        JsonObject json = (await place.Call(
            "recommend", "--model", "short.odr", "--session", string.Join(' ', seen), "--exclude-seen", "--top", "40", "--json")).Json();
        Assert.Equal(Enumerable.Range(31, 10), json["items"]!.AsArray().Select(item => (int)item!).Order());
    }

    [Fact]
    public async Task Without_items_every_verb_counts_the_same_catalog()
    {
        using var place = Workplace.Create();
        place.Write("data/dataset.json", """{ "minPrefix": 1 }""");
        await File.AppendAllTextAsync(place["data/test.sessions.txt"], "1 41\n", TestContext.Current.CancellationToken);
        JsonObject model = (await place.Call(
            "train", "--data", "data", "--out", "x.odr", "--width", "8", "--epochs", "1", "--json")).Json();
        Assert.Equal(41, (int)model["items"]!);
        (await place.Call("evaluate", "--model", "x.odr", "--data", "data")).Done();
    }

    private static async Task<string[]> Ids(Workplace place, params string[] call) =>
        [.. (await place.Call([.. call, "--json"])).Json()["ids"]!.AsArray().Select(id => (string)id!)];

    private static Task WriteIds(Workplace place, string folder, string[] first) => File.WriteAllLinesAsync(
        place[$"{folder}/items.txt"],
        [.. first, .. Enumerable.Range(first.Length + 1, Workplace.Items - first.Length).Select(item => $"i{item}")],
        TestContext.Current.CancellationToken);

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal)) zip.Write(bytes);
        return packed.ToArray();
    }
}
