using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests.Commands;

public class EvaluateTests(TrainedFiles trained)
{
    [Theory]
    [InlineData("teacher.odr")]
    [InlineData("student.odr")]
    public async Task Evaluate_gives_all_metrics_of_the_test_split(string model)
    {
        JsonObject json = (await trained.Place.Call("evaluate", "--model", model, "--data", "data", "--json")).Json();
        Metrics.AreWhole(json);
        string[] lines = await File.ReadAllLinesAsync(trained.Place["data/test.sessions.txt"], TestContext.Current.CancellationToken);
        Assert.Equal(lines.Length, (int)json["sequences"]!);
        Assert.Equal(lines.Sum(line => line.Split(' ').Length - 1), (int)json["examples"]!);
    }

    [Fact]
    public async Task A_page_is_written_where_it_is_asked_for()
    {
        JsonObject json = (await trained.Place.Call(
            "evaluate", "--model", "student.odr", "--data", "data", "--report", "pages/student.html", "--json")).Json();
        string html = await File.ReadAllTextAsync(trained.Place["pages/student.html"], TestContext.Current.CancellationToken);
        Assert.Contains($"<strong>{100 * (double)json["HR@20"]!:F1} %</strong>", html, StringComparison.Ordinal);
        Assert.Contains("--report pages/student.html", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_validation_split_is_what_training_held_out()
    {
        JsonObject json = (await trained.Place.Call(
            "evaluate", "--model", "teacher.odr", "--data", "data", "--split", "valid", "--json")).Json();
        Assert.Equal(6, (int)json["sequences"]!);
        // Trained in batches, evaluated item by item: the sums run in another order, which can swap near ties.
        JsonNode valid = trained.Train.Json()["valid"]!;
        foreach (string metric in (string[])["HR@20", "MRR@20", "NDCG@10"])
            Assert.Equal((double)valid[metric]!, (double)json[metric]!, 0.02);
    }

    [Fact]
    public async Task Without_json_there_are_tables()
    {
        Outcome outcome = (await trained.Place.Call("evaluate", "--model", "student.odr", "--data", "data")).Done();
        foreach (string word in (string[])["student.odr", "HR@20", "MRR@5", "NDCG@10", "head", "tail", "prefix 1"])
            Assert.Contains(word, outcome.Output, StringComparison.Ordinal);
    }
}
