using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests;

/// <summary>What every JSON object says of the call, and of a failure.</summary>
public class CallFieldsTests(TrainedFiles trained)
{
    [Theory]
    [InlineData("inspect student.odr", """{"model":"student.odr","teacher":null}""")]
    [InlineData(
        "evaluate --model student.odr --data data --seed 7", """{"model":"student.odr","data":"data","split":"test","report":null}""")]
    [InlineData("baselines --data data --split valid", """{"data":"data","split":"valid"}""")]
    [InlineData("similar --model student.odr --item 3 --top 2", """{"model":"student.odr","item":"3","top":2}""")]
    [InlineData("shapes --items 90 --compression 2.5", """{"items":90,"width":128,"compression":2.5,"cores":"2"}""")]
    [InlineData("completion bash", """{"shell":"bash"}""")]
    [InlineData("config --for train", """{"preset":null,"for":"train"}""")]
    public async Task An_object_says_version_seed_and_options(string call, string options)
    {
        string[] words = call.Split(' ');
        JsonObject json = (await trained.Place.Call([.. words, "--json"])).WholeJson();
        Assert.Matches(@"^\d+\.\d+\.\d+", (string)json["version"]!);
        Assert.Equal(words.Contains("--seed") ? 7 : 1, (int)json["seed"]!);
        JsonObject expected = JsonNode.Parse(options)!.AsObject();
        expected["threads"] = 1;
        Assert.True(JsonNode.DeepEquals(expected, json["options"]), json["options"]!.ToJsonString());
    }

    [Fact]
    public void A_jobs_object_says_its_settings_also_those_that_were_not_given()
    {
        JsonObject train = trained.Train.WholeJson()["options"]!.AsObject(), distill = trained.Distill.WholeJson()["options"]!.AsObject();
        Assert.Equal(
            ("train", "copy", 8, 3, 256),
            ((string)train["verb"]!, (string)train["preset"]!, (int)train["width"]!, (int)train["epochs"]!, (int)train["batch"]!));
        Assert.Equal(("teacher.odr", 2.0), ((string)distill["teacher"]!, (double)distill["compression"]!));
        Assert.All((JsonObject[])[train, distill], options => Assert.False((bool)options["resume"]!));
        Assert.Equal(1, (int)trained.Train.WholeJson()["seed"]!);
    }

    [Fact]
    public async Task What_config_prints_is_a_job_file()
    {
        using var place = Workplace.Create();
        place.Write("job.json", "\uFEFF" + (await place.Call("config", "--for", "train", "--preset", "paper", "--json")).Done().Output);
        JsonObject options = (await place.Call(
            "train", "--config", "job.json", "--data", "data", "--out", "x.odr", "--width", "8", "--epochs", "1", "--json"))
            .WholeJson()["options"]!.AsObject();
        Assert.Equal(("paper", "job.json", 8), ((string)options["preset"]!, (string)options["config"]!, (int)options["width"]!));
    }

    [Theory]
    [InlineData("--json=true", true)]
    [InlineData("--json=True", true)]
    [InlineData("--json=false", false)]
    [InlineData("--json=False", false)]
    public async Task Json_is_asked_for_or_not_in_whatever_case(string word, bool asked)
    {
        string output = (await Odrec.Call(Path.GetTempPath(), "shapes", "--items", "9", word)).Done().Output;
        Assert.Equal(asked, output.StartsWith('{'));
    }

    [Fact]
    public async Task There_are_no_more_threads_than_processors()
    {
        Outcome outcome = await Odrec.Call(Path.GetTempPath(), "shapes", "--items", "9", "--threads", "2000000000", "--json");
        Assert.Equal(Environment.ProcessorCount, (int)outcome.WholeJson()["options"]!["threads"]!);
    }

    [Fact]
    public async Task A_list_is_alone()
    {
        JsonObject json = (await trained.Place.Call("recommend", "--model", "student.odr", "--session", "3", "--json")).WholeJson();
        Assert.Equal(["items", "scores"], json.Select(field => field.Key));
    }

    [Theory]
    [InlineData(1, "inspect none.odr", "none.odr")]
    [InlineData(1, "recommend --model student.odr --session 99", "'99' is not an item")]
    [InlineData(2, "recommend --model student.odr", "give one of '--session'")]
    [InlineData(2, "inspect student.odr --nonsense", "'--nonsense' is not known here")]
    public async Task A_failure_is_an_object_too(int code, string call, string reason) =>
        (await trained.Place.Call([.. call.Split(' '), "--json"])).Refused(code, reason);
}
