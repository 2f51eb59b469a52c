using System.Text.Json.Nodes;

namespace OnDeviceRec.Evaluation;

/// <summary>A result as JSON.</summary>
public static class EvaluationReport
{
    /// <summary>
    /// <c>{"HR@5": …, "examples": n, "sequences": n, "slices": {"repeat": {"share": …, "examples": n, "HR@5": …}, …}, "intervals":
    /// {"HR@5": [low, high], …}}</c> with every metric of <see cref="Metric.All"/>; numbers are fractions. Slices without examples are
    /// not there.
    /// </summary>
    /// <param name="result">What was measured.</param>
    /// <param name="seed">Decides the draws of the intervals, see <see cref="Bootstrap"/>.</param>
    public static JsonObject ToJson(EvaluationResult result, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(result);
        var json = new JsonObject();
        AddMetrics(json, result.Metrics);
        json["examples"] = result.ExampleCount;
        json["sequences"] = result.SequenceCount;

        var slices = new JsonObject();
        foreach (Slice slice in result.Slices)
        {
            var part = new JsonObject { ["share"] = slice.Share, ["examples"] = slice.Examples };
            AddMetrics(part, slice.Metrics);
            slices[slice.Name] = part;
        }

        json["slices"] = slices;

        var intervals = new JsonObject();
        foreach ((string name, Interval interval) in Bootstrap.Intervals(result, seed))
            intervals[name] = new JsonArray(interval.Low, interval.High);
        json["intervals"] = intervals;
        return json;
    }

    private static void AddMetrics(JsonObject json, Metrics metrics)
    {
        foreach (Metric metric in Metric.All) json[metric.Name] = metrics[metric];
    }
}
