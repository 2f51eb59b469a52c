using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Jobs.Experiments.Studies;

/// <summary>
/// A folder of measurements, a file each: the job, what of it was measured, on which data, and the rank of every test example, so that
/// any two can be compared example by example without training anything again.
/// </summary>
/// <remarks>
/// A job in a file is read as any job file is: a setting that it does not name, as the program has it since, has the preset's value.
/// </remarks>
internal sealed class MeasurementStore
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true };

    private readonly string folder;
    private readonly Examples examples;
    private readonly Popularity popularity;
    private readonly string data;
    private readonly int items;
    private readonly Dictionary<string, JsonObject> kept = [];

    /// <summary>Reads the measurements of a data set that are there.</summary>
    /// <param name="folder">The folder; created if need be.</param>
    /// <param name="dataset">The data set.</param>
    /// <exception cref="OutputException">The folder cannot be written to.</exception>
    /// <exception cref="CheckpointException">A file in it is no measurement.</exception>
    public MeasurementStore(string folder, Dataset dataset)
    {
        (this.folder, items) = (folder, dataset.Items);
        OutputFolder.Create(folder);
        examples = new Examples(dataset.Test, dataset.MinPrefix);
        popularity = new Popularity(dataset.Train, dataset.Items);
        data = $"{ContentHash.Of(dataset.Train)}-{ContentHash.Of(dataset.Test)}-{dataset.MinPrefix}";
        foreach (string path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)) Read(path);
    }

    /// <summary>What decides the measurement of an arm, as a text.</summary>
    /// <param name="arm">The arm.</param>
    public string KeyOf(Arm arm) => KeyOf(arm, StudentOf(arm));

    /// <summary>The measurement of an arm, or null.</summary>
    /// <param name="arm">The arm.</param>
    public Measurement? Find(Arm arm) => kept.TryGetValue(KeyOf(arm), out JsonObject? json) ? Of(json) : null;

    /// <summary>Keeps a measurement.</summary>
    /// <param name="arm">What was measured.</param>
    /// <param name="dataset">The data set's name.</param>
    /// <param name="measurement">The measurement.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public void Add(Arm arm, string dataset, Measurement measurement)
    {
        Metrics metrics = measurement.Result.Metrics;
        var json = new JsonObject
        {
            ["dataset"] = dataset,
            ["data"] = data,
            ["part"] = arm.Part.ToString(),
            ["job"] = arm.Settings(),
            ["student"] = StudentOf(arm),
            ["codes"] = JsonSerializer.SerializeToNode(arm.Codes),
            ["fileBytes"] = measurement.FileBytes,
            ["seconds"] = measurement.Seconds,
            ["HR@20"] = metrics["HR@20"],
            ["MRR@20"] = metrics["MRR@20"],
            ["NDCG@10"] = metrics["NDCG@10"],
            ["ranks"] = Pack(measurement.Result.Ranks),
        };
        string key = KeyOf(arm), name = $"{dataset}-{arm.Part.ToString().ToLowerInvariant()}-{ContentHash.Of(key)}.json";
        AtomicFile.Write(Path.Combine(folder, name), stream => JsonSerializer.Serialize(stream, json, Layout));
        kept[key] = json;
    }

    private Measurement Of(JsonObject json) => new(
        EvaluationResult.OfRanks(examples, Unpack((string)json["ranks"]!), popularity),
        (long)json["fileBytes"]!,
        (double)json["seconds"]!);

    private string KeyOf(Arm arm, string? student) => $"{data} {arm.Part} {arm.Settings().ToJsonString()} {student} {arm.Codes}";

    // What a size came to: the search for it may change, and then it is another student.
    private string? StudentOf(Arm arm)
    {
        if (arm.Part is not (Part.Student or Part.StudentFromScratch)) return null;
        ModelConfiguration student = arm.Job.StudentOf(items);
        return $"{student.Table}, width {student.Encoder.Width}";
    }

    private void Read(string path)
    {
        try
        {
            JsonObject json = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
            if (json["data"]!.GetValue<string>() != data) return;
            JsonElement settings = json["job"]!.Deserialize<JsonElement>();
            JobOptions preset = JobResolver.Start(JobVerbs.Run, settings.GetProperty("preset").GetString());
            var arm = new Arm(
                Enum.Parse<Part>((string)json["part"]!),
                JobFile.Apply(preset, JobVerbs.Run, settings, path),
                json["codes"].Deserialize<CodedTable>());
            string key = KeyOf(arm, (string?)json["student"]);
            kept[key] = json;
            _ = Of(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or FormatException
            or NullReferenceException or InvalidDataException)
        {
            throw new CheckpointException(path, "this is no measurement; remove the file or give another folder.", e);
        }
    }

    private static string Pack(ReadOnlySpan<byte> ranks)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize)) deflate.Write(ranks);
        return Convert.ToBase64String(packed.ToArray());
    }

    private static byte[] Unpack(string text)
    {
        using var deflate = new DeflateStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
        using var ranks = new MemoryStream();
        deflate.CopyTo(ranks);
        return ranks.ToArray();
    }
}
