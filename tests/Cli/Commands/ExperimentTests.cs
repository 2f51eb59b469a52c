using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests.Commands;

public class ExperimentTests(TrainedFiles trained)
{
    private static readonly string[] Agreement = ["experiment", "agreement", "--data", "data", "--model"];

    [Fact]
    public async Task Agreement_gives_a_row_of_counts()
    {
        JsonObject json = (await trained.Place.Call([.. Agreement, "student.odr", "--json"])).Json();
        Assert.Equal(("agreement", "tiny"), ((string)json["experiment"]!, (string)json["dataset"]!));
        Assert.Null(json["fault"]);
        JsonNode row = Assert.Single(json["rows"]!.AsArray())!;
        JsonObject evaluated = (await trained.Place.Call("evaluate", "--model", "student.odr", "--data", "data", "--json")).Json();
        Assert.Equal((int)evaluated["examples"]!, (int)row["prefixes"]!);
        Assert.Equal((int)row["prefixes"]!, (int)row["identical"]! + (int)row["nearTies"]!);
        foreach (string none in (string[])["disagreements", "recomputedDifferently", "threadedDifferently", "aloneDifferently"])
            Assert.Equal(0, (int)row[none]!);
    }

    [Fact]
    public async Task Rows_are_kept_and_not_made_again()
    {
        using var place = Workplace.Create();
        string model = trained.Place["student.odr"];
        Outcome first = (await place.Call([.. Agreement, model, "--out", "out", "--json"])).Done();
        Outcome second = (await place.Call([.. Agreement, model, "--out", "out", "--json"])).Done();
        Assert.Equal(first.Output, second.Output);
        Assert.Equal($"{model} on tiny: this row is in out already and is not made again.", Assert.Single(second.ErrorLines));
        string page = await File.ReadAllTextAsync(place["out/agreement.md"], TestContext.Current.CancellationToken);
        Assert.Contains($"    odrec {string.Join(' ', Agreement)} {model} --out out", page, StringComparison.Ordinal);
        Assert.Contains("| student.odr | tiny |", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_is_exit_code_1_and_one_line_after_the_result()
    {
        using var place = Workplace.Create();
        string[] call = [.. Agreement, trained.Place["student.odr"], "--out", "out", "--json"];
        (await place.Call(call)).Done();
        string kept = await File.ReadAllTextAsync(place["out/agreement.json"], TestContext.Current.CancellationToken);
        place.Write("out/agreement.json", kept.Replace("\"fault\": null", "\"fault\": \"one list is wrong.\"", StringComparison.Ordinal));
        Outcome outcome = await place.Call(call);
        Assert.Equal((1, "odrec: one list is wrong."), (outcome.Code, outcome.ErrorLines[^1]));
        Assert.Equal("one list is wrong.", (string)JsonNode.Parse(outcome.Output)!["fault"]!);
    }

    [Fact]
    public async Task Without_json_there_is_a_table_and_help_lists_the_experiments()
    {
        Outcome outcome = (await trained.Place.Call([.. Agreement, "student.odr"])).Done();
        foreach (string word in (string[])["student.odr", "prefixes", "near ties", "disagreements", "others on 8 threads"])
            Assert.Contains(word, outcome.Output, StringComparison.Ordinal);
        Outcome help = (await trained.Place.Call("experiment", "--help")).Done();
        Assert.Contains("agreement: Compares the device's top-20", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_of_another_catalog_is_refused()
    {
        using var place = Workplace.Create(items: 50);
        (await place.Call([.. Agreement, trained.Place["student.odr"]])).Refused(1, "the model knows 40 items, the data set tiny has 50");
    }
}
