using System.Globalization;
using System.Text.Json.Nodes;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;

namespace OnDeviceRec.Jobs;

/// <summary>The list after a session.</summary>
/// <param name="Items">Items, best first.</param>
/// <param name="Scores">Their scores.</param>
/// <param name="Ids">The catalog's own ids of the items, or null.</param>
public sealed record RecommendedList(int[] Items, float[] Scores, string[]? Ids)
{
    private static readonly char[] Separators = [' ', '\t', ','];

    /// <summary>The list after a session as it is written.</summary>
    /// <param name="model">The model.</param>
    /// <param name="session">Items, oldest first, separated by spaces: the catalog's own ids where the model has them.</param>
    /// <param name="top">K.</param>
    /// <param name="excludeSeen">Whether the session's own items are left out.</param>
    /// <exception cref="InputException">A word is no item.</exception>
    public static RecommendedList After(DeviceModel model, string session, int top, bool excludeSeen)
    {
        string[] words = session.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) throw new InputException("--session is empty; give at least one item id, such as --session \"12 5 9\".");
        return After(
            model,
            Array.ConvertAll(words, word => model.Ids is { } ids ? Item(word, ids) : Item(word, model.Configuration.Items)),
            top,
            excludeSeen);
    }

    /// <summary>The list after a session.</summary>
    /// <param name="model">The model.</param>
    /// <param name="session">Items 1..V, oldest first.</param>
    /// <param name="top">K.</param>
    /// <param name="excludeSeen">Whether the session's own items are left out.</param>
    public static RecommendedList After(DeviceModel model, ReadOnlySpan<int> session, int top, bool excludeSeen)
    {
        var history = new History(model);
        foreach (int item in session) history.Append(item);
        var items = new int[Math.Min(top, model.Configuration.Items)];
        var scores = new float[items.Length];
        int count = model.Recommend(history, items, scores, new RecommendationFilter { ExcludeSeen = excludeSeen });
        return new RecommendedList(
            items[..count], scores[..count], model.Ids is { } ids ? Array.ConvertAll(items[..count], ids.TextOf) : null);
    }

    /// <summary><c>{"items": […], "scores": […], "ids": […]}</c>, the last where the model has ids.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["items"] = new JsonArray([.. Items.Select(item => (JsonNode)item)]),
            ["scores"] = new JsonArray([.. Scores.Select(score => (JsonNode)score)]),
        };
        if (Ids is not null) json["ids"] = new JsonArray([.. Ids.Select(id => (JsonNode)id)]);
        return json;
    }

    private static int Item(string word, CatalogIds ids) =>
        ids.TryFind(word, out int item) ? item : throw new InputException($"--session: '{word}' is not an id of this model's catalog.");

    private static int Item(string word, int count) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int item) && item >= 1 && item <= count
            ? item
            : throw new InputException($"--session: '{word}' is not an item of this model; ids are 1 to {count}.");
}
