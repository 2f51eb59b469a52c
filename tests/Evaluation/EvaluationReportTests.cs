using System.Text.Json.Nodes;

namespace OnDeviceRec.Evaluation.Tests;

public class EvaluationReportTests
{
    [Fact]
    public void The_object_has_the_names_of_the_command_line()
    {
        JsonObject json = EvaluationReport.ToJson(Results.Of([0, 3], [Results.Missed, Results.Missed]));
        Assert.Equal(
            [.. Metric.All.Select(metric => metric.Name), "examples", "sequences", "slices", "intervals"],
            json.Select(property => property.Key));
        Assert.Equal(0.5, (double)json["HR@20"]!);
        Assert.Equal(4, (int)json["examples"]!);
        Assert.Equal(2, (int)json["sequences"]!);

        JsonObject isTail = json["slices"]!["tail"]!.AsObject();
        Assert.Equal(["share", "examples", .. Metric.All.Select(metric => metric.Name)], isTail.Select(property => property.Key));
        Assert.Equal(0.5, (double)isTail["share"]!);
        Assert.Equal(2, (int)isTail["examples"]!);
        Assert.Equal(
            ["repeat", "new", "head", "tail", "prefix 1", "prefix 2-3"], json["slices"]!.AsObject().Select(property => property.Key));

        Assert.Equal([0, 1], json["intervals"]!["HR@20"]!.AsArray().Select(bound => (double)bound!));
        Assert.Equal(Metric.All.Select(metric => metric.Name), json["intervals"]!.AsObject().Select(property => property.Key));
    }

    [Fact]
    public void The_text_reads_back_to_the_same_numbers()
    {
        EvaluationResult result = Results.Of([0, 3, 6], [1], [19, 20]);
        JsonNode json = JsonNode.Parse(EvaluationReport.ToJson(result, seed: 4).ToJsonString())!;
        foreach (Metric metric in Metric.All)
        {
            Interval interval = Bootstrap.Intervals(result, seed: 4)[metric.Name];
            Assert.Equal(result.Metrics[metric], (double)json[metric.Name]!);
            Assert.Equal([interval.Low, interval.High], json["intervals"]![metric.Name]!.AsArray().Select(bound => (double)bound!));
        }
    }
}
