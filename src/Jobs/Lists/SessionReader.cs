using System.Text.Json.Nodes;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Jobs.Lists;

/// <summary>
/// Reads sessions as a person writes them, ids from the oldest on: as <see cref="IdWords"/> has them, or
/// <c>{"session": [12, 5, 9], "id": "a visitor"}</c>.
/// </summary>
/// <param name="names">What the ids are.</param>
/// <param name="strict">Whether an unknown id is refused; else it is skipped.</param>
public sealed class SessionReader(ItemNames names, bool strict)
{
    /// <summary>Reads a session.</summary>
    /// <param name="text">The session.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <exception cref="InputException">Nothing of it is known, or with strict not all of it; or it is broken JSON.</exception>
    public Session Read(string text, string place)
    {
        if (!IdWords.AreJson(text, names)) return Known(IdWords.Of(text), place);
        return IdWords.Parse(text, place, json => json switch
        {
            JsonArray ids => Known(IdWords.Of(ids, place), place),
            JsonObject line when line["session"] is JsonArray ids => Known(IdWords.Of(ids, place), place) with { Id = Id(line, place) },
            _ => throw new InputException($"{place}: it has no \"session\" with an array of ids."),
        });
    }

    private static JsonValue? Id(JsonObject line, string place)
    {
        JsonNode? id = line["id"];
        if (id is null || IdWords.Word(id) is not null) return id?.DeepClone() as JsonValue;
        throw IdWords.Bad(place, "its \"id\"");
    }

    private Session Known(string[] words, string place)
    {
        if (words.Length == 0) throw new InputException($"{place} is empty; give at least one item id, such as \"12 5 9\".");
        var items = new List<int>(words.Length);
        var unknown = new List<string>();
        foreach (string word in words)
        {
            if (names.TryFind(word, out int item)) items.Add(item);
            else if (strict) throw new InputException($"{place}: {names.Unknown(word)}.");
            else unknown.Add(word);
        }

        if (items.Count > 0) return new Session([.. items], [.. unknown]);
        string others = words.Length > 1 ? ", nor is anything else of it" : string.Empty;
        throw new InputException($"{place}: {names.Unknown(words[0])}{others}.");
    }
}
