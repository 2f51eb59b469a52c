using System.Text.Json.Nodes;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Models;

namespace OnDeviceRec.Jobs;

/// <summary>The models that were measured, the one that is asked for first.</summary>
/// <param name="Rows">At least one.</param>
public sealed record BenchResult(IReadOnlyList<BenchRow> Rows)
{
    /// <summary>The first model's report, and <c>others</c>: those of the models beside it.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = Of(Rows[0]);
        if (Rows.Count > 1) json["others"] = new JsonArray([.. Rows.Skip(1).Select(Of)]);
        return json;
    }

    private static JsonObject Of(BenchRow row)
    {
        LatencyReport report = row.Report;
        JsonObject json = report.ToJson();
        json["model"] = row.Name;
        json["precision"] = PrecisionName.Of(report.Configuration.Precision);
        return json;
    }
}
