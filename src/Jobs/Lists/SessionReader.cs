using System.Text.Json;
using System.Text.Json.Nodes;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Jobs.Lists;

/// <summary>
/// Reads sessions as a person writes them, ids from the oldest on: <c>12 5 9</c>, <c>[12, 5, 9]</c>, or
/// <c>{"session": [12, 5, 9], "id": "a visitor"}</c>.
/// </summary>
/// <param name="names">What the ids are.</param>
/// <param name="strict">Whether an unknown id is refused; else it is skipped.</param>
public sealed class SessionReader(ItemNames names, bool strict)
{
    private static readonly char[] Separators = [' ', '\t', ','];

    /// <summary>Reads a session.</summary>
    /// <param name="text">The session.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <exception cref="InputException">Nothing of it is known, or with strict not all of it; or it is broken JSON.</exception>
    public Session Read(string text, string place)
    {
        string[] words = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);

        // An id may itself start with a bracket.
        bool isJson = words.Length > 0 && words[0][0] is '[' or '{' && !names.TryFind(words[0], out _);
        return isJson ? OfJson(text, place) : Known(words, place);
    }

    private Session OfJson(string text, string place)
    {
        try
        {
            return JsonNode.Parse(text) switch
            {
                JsonArray ids => Known(Words(ids, place), place),
                JsonObject line when line["session"] is JsonArray ids => Known(Words(ids, place), place) with { Id = Id(line, place) },
                _ => throw new InputException($"{place}: it has no \"session\" with an array of ids."),
            };
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InputException($"{place}: it starts as JSON and is broken; write an array of ids, such as [12, 5, 9].", e);
        }
    }

    private static string[] Words(JsonArray ids, string place) =>
        [.. ids.Select(id => Word(id) ?? throw Bad(place, id?.ToJsonString() ?? "null"))];

    private static InputException Bad(string place, string what) => new($"{place}: {what} is neither a text nor a number.");

    private static JsonValue? Id(JsonObject line, string place)
    {
        JsonNode? id = line["id"];
        if (id is null || Word(id) is not null) return id?.DeepClone() as JsonValue;
        throw Bad(place, "its \"id\"");
    }

    // A number as it is written: 12.0 is no id.
    private static string? Word(JsonNode? id) => id?.GetValueKind() switch
    {
        JsonValueKind.String => id.GetValue<string>(),
        JsonValueKind.Number => id.ToJsonString(),
        _ => null,
    };

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
