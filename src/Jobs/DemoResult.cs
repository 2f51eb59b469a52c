using System.Text.Json.Nodes;

namespace OnDeviceRec.Jobs;

/// <summary>What the demo came to.</summary>
/// <param name="Job">The whole job.</param>
/// <param name="Session">A session of the test split, item ids, oldest first.</param>
/// <param name="Recommended">What the student that ships lists after it.</param>
public sealed record DemoResult(MainJobResult Job, int[] Session, RecommendedList Recommended)
{
    /// <summary>The whole job's object, with <c>session</c> and <c>recommended</c>.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = MainJobReport.ToJson(Job);
        json["session"] = new JsonArray([.. Session.Select(item => (JsonNode)item)]);
        json["recommended"] = Recommended.ToJson();
        return json;
    }
}
