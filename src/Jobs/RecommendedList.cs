using System.Text.Json.Nodes;
using OnDeviceRec.Jobs.Lists;

namespace OnDeviceRec.Jobs;

/// <summary>The list after a session.</summary>
/// <param name="Items">Items, best first.</param>
/// <param name="Scores">Their scores.</param>
/// <param name="Ids">The catalog's own ids of the items, or null.</param>
public sealed record RecommendedList(int[] Items, float[] Scores, string[]? Ids)
{
    /// <summary>The words of the session that name no item and were skipped.</summary>
    public string[] Unknown { get; init; } = [];

    /// <summary>What carries each item, or null where nobody asked.</summary>
    public ItemReason[]? Why { get; init; }

    /// <summary>
    /// <c>{"items": […], "scores": […], "ids": […], "why": […], "unknown": […]}</c>, the last three where the model has ids, where it was
    /// asked for and where a word was skipped.
    /// </summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["items"] = new JsonArray([.. Items.Select(item => (JsonNode)item)]),
            ["scores"] = new JsonArray([.. Scores.Select(score => (JsonNode)score)]),
        };
        if (Ids is not null) json["ids"] = new JsonArray([.. Ids.Select(id => (JsonNode)id)]);
        if (Why is not null) json["why"] = new JsonArray([.. Why.Select(reason => (JsonNode)reason.ToJson())]);
        if (Unknown.Length > 0) json["unknown"] = new JsonArray([.. Unknown.Select(word => (JsonNode)word)]);
        return json;
    }
}
