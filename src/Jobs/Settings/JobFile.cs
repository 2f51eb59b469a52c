using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Jobs.Settings;

/// <summary>
/// A job as a file: a JSON object with a key for each setting, comments and trailing commas allowed. What it does not say is the preset's.
/// Any verb reads any job's file and takes what is its own.
/// </summary>
public static class JobFile
{
    /// <summary>The key that names the preset.</summary>
    public const string PresetKey = "preset";

    private const string VerbKey = "verb";

    // What `odrec config --json` says of itself beside the settings.
    private static readonly string[] CallKeys = ["version", "options"];

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The preset that a file names, or null.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">The file is no job.</exception>
    public static string? PresetOf(string path)
    {
        using JsonDocument document = Parse(path);
        return document.RootElement.TryGetProperty(PresetKey, out JsonElement value) ? value.ToString() : null;
    }

    /// <summary>The settings that a file has a value for.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">The file is no job.</exception>
    public static IReadOnlyList<Setting> SettingsIn(string path)
    {
        using JsonDocument document = Parse(path);
        return
        [
            .. JobSettings.All.Where(setting =>
                document.RootElement.TryGetProperty(setting.Key, out JsonElement value) && value.ValueKind != JsonValueKind.Null),
        ];
    }

    /// <summary>
    /// A job with what a file says of a verb's settings, in the order of <see cref="JobSettings.All"/>, whatever the order in the file.
    /// </summary>
    /// <param name="job">The job so far.</param>
    /// <param name="verb">Its verb; settings of others are passed over.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">
    /// The file is no job, has a key twice or one that no setting has, or a value out of its range.
    /// </exception>
    public static JobOptions Apply(JobOptions job, JobVerbs verb, string path)
    {
        using JsonDocument document = Parse(path);
        return Apply(job, verb, document.RootElement, path);
    }

    /// <summary>The same of a job that is part of another file.</summary>
    /// <param name="job">The job so far.</param>
    /// <param name="verb">Its verb; settings of others are passed over.</param>
    /// <param name="settings">What is said of the settings.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="UsageException">It has a key that no setting has, or a value out of its range.</exception>
    public static JobOptions Apply(JobOptions job, JobVerbs verb, JsonElement settings, string path)
    {
        string[] known = [VerbKey, PresetKey, .. CallKeys, .. JobSettings.All.Select(setting => setting.Key)];
        var values = new Dictionary<string, JsonElement>();
        foreach (JsonProperty property in settings.EnumerateObject())
        {
            if (!values.TryAdd(property.Name, property.Value))
                throw new UsageException($"{path}: \"{property.Name}\" is there twice; keep one.");
            if (!known.Contains(property.Name))
            {
                throw new UsageException(
                    $"{path}: no setting is called \"{property.Name}\"{Suggestion.Question(property.Name, known)}; "
                    + "'odrec config' lists them all.");
            }
        }

        foreach (Setting setting in JobSettings.Of(verb))
        {
            if (values.TryGetValue(setting.Key, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
                job = setting.With(job, value, path);
        }

        return job;
    }

    /// <summary>Writes a job with all its settings.</summary>
    /// <param name="job">The job.</param>
    /// <param name="verb">Its verb.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public static void Write(JobOptions job, JobVerbs verb, string path) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToJson(job, verb).ToJsonString(Layout) + "\n")));

    /// <summary>A job's settings as one object.</summary>
    /// <param name="job">The job.</param>
    /// <param name="verb">Its verb.</param>
    public static JsonObject ToJson(JobOptions job, JobVerbs verb)
    {
        var json = new JsonObject { [VerbKey] = verb.ToString().ToLowerInvariant(), [PresetKey] = job.Preset };
        foreach (Setting setting in JobSettings.Of(verb))
            if (setting.ToJson(job) is { } value) json[setting.Key] = value;
        return json;
    }

    /// <summary>The settings that decide what comes out: all but the places of files.</summary>
    /// <param name="job">The job.</param>
    /// <param name="verb">Its verb.</param>
    public static JsonObject SettingsOf(JobOptions job, JobVerbs verb)
    {
        JsonObject json = ToJson(job, verb);
        foreach (Setting setting in JobSettings.All.Where(setting => setting.IsPlace)) json.Remove(setting.Key);
        return json;
    }

    /// <summary>Their SHA-256.</summary>
    /// <param name="job">The job.</param>
    /// <param name="verb">Its verb.</param>
    public static byte[] Hash(JobOptions job, JobVerbs verb) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(SettingsOf(job, verb).ToJsonString()));

    private static JsonDocument Parse(string path)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(TextFile.WithoutMark(File.ReadAllBytes(path)), Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("it is no object");

            // Names and texts that are no Unicode are found now and not where they are used.
            foreach (JsonProperty property in document.RootElement.EnumerateObject()) _ = (property.Name, property.Value.ToString());
            return document;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"--config {path}: there is no such file.", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            string line = e is JsonException { LineNumber: { } number } ? $", line {number + 1}" : string.Empty;
            throw new UsageException($"{path}{line}: this is no job file; it must be one JSON object, as 'odrec config --json' shows.", e);
        }
    }
}
