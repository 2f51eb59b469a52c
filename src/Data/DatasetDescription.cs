using System.Text.Json;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data;

/// <summary>dataset.json: <c>name</c>, <c>minPrefix</c> and, if known, <c>items</c>; other fields are ignored.</summary>
internal sealed record DatasetDescription(string Name, int MinPrefix, int? Items)
{
    public const string FileName = "dataset.json";

    private const string Example = """write for example { "name": "shop", "minPrefix": 1, "items": 5000 }""";

    public static DatasetDescription Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw new DataFormatException(path, null, "there is no such file", Example);
        try
        {
            using JsonDocument document = JsonDocument.Parse(DataFile.ReadText(path));
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw new DataFormatException(path, null, "is not a JSON object", Example);
            return new DatasetDescription(
                Text(path, root, "name") ?? Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar)),
                Whole(path, root, "minPrefix") ?? throw new DataFormatException(path, null, "minPrefix is missing", Example),
                Whole(path, root, "items"));
        }
        catch (JsonException e)
        {
            throw new DataFormatException(path, e.LineNumber is long l ? (int)l + 1 : null, "is not valid JSON", Example, e);
        }
        catch (InvalidOperationException e)
        {
            // Texts are decoded when they are asked for: half a surrogate pair or a byte that is not UTF-8 shows only then.
            throw new DataFormatException(path, null, "holds text that is not Unicode", Example, e);
        }
    }

    public void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteNumber("minPrefix", MinPrefix);
        if (Items is int items) json.WriteNumber("items", items);
        json.WriteEndObject();
    }

    private static string? Text(string path, JsonElement root, string field)
    {
        if (!root.TryGetProperty(field, out JsonElement value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        throw new DataFormatException(path, null, $"{field} is not a text", Example);
    }

    private static int? Whole(string path, JsonElement root, string field)
    {
        if (!root.TryGetProperty(field, out JsonElement value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int whole) && whole is >= 1 and <= Dataset.MaxItems)
            return whole;
        throw new DataFormatException(path, null, $"{field} is not a whole number from 1 to {Dataset.MaxItems}", Example);
    }
}
