using System.Text.Json;
using System.Text.Json.Nodes;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Jobs.Lists;

/// <summary>
/// Ids as a person writes several of them: <c>12 5 9</c>, with spaces, tabs or commas between them, or <c>["red shoes", "a,b"]</c>, a JSON
/// array, which takes ids that hold any of these.
/// </summary>
internal static class IdWords
{
    private static readonly char[] Separators = [' ', '\t', ','];

    /// <summary>The ids of a text that is no JSON.</summary>
    /// <param name="text">The text.</param>
    public static string[] Of(string text) => text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The ids of a JSON array: texts, or numbers as they are written, so that 12.0 is not 12.</summary>
    /// <param name="ids">The array.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <exception cref="InputException">One is something else.</exception>
    public static string[] Of(JsonArray ids, string place) =>
        [.. ids.Select(id => Word(id) ?? throw Bad(place, id?.ToJsonString() ?? "null"))];

    /// <summary>Whether a text is JSON; an id may itself start with a bracket.</summary>
    /// <param name="text">The text.</param>
    /// <param name="names">What the ids are.</param>
    public static bool AreJson(string text, ItemNames names) =>
        Of(text) is [var first, ..] && first[0] is '[' or '{' && !names.TryFind(first, out _);

    /// <summary>Reads a text that is JSON.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="InputException">It is broken.</exception>
    public static T Parse<T>(string text, string place, Func<JsonNode?, T> read)
    {
        try
        {
            return read(JsonNode.Parse(text));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InputException($"{place}: it starts as JSON and is broken; write an array of ids, such as [12, 5, 9].", e);
        }
    }

    /// <summary>A text or a number as it is written, or null.</summary>
    /// <param name="id">The value.</param>
    public static string? Word(JsonNode? id) => id?.GetValueKind() switch
    {
        JsonValueKind.String => id.GetValue<string>(),
        JsonValueKind.Number => id.ToJsonString(),
        _ => null,
    };

    /// <summary>What is wrong with a value that <see cref="Word"/> does not take.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="what">What it is.</param>
    public static InputException Bad(string place, string what) => new($"{place}: {what} is neither a text nor a number.");
}
