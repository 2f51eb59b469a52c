using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Models.Tables;
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
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter<Part>() },
    };

    private readonly string folder;
    private readonly Examples examples;
    private readonly Popularity popularity;
    private readonly string data;
    private readonly int items;
    private readonly Dictionary<string, Measurement> kept = [];

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
    public Measurement? Find(Arm arm) => kept.GetValueOrDefault(KeyOf(arm));

    /// <summary>Keeps a measurement.</summary>
    /// <param name="arm">What was measured.</param>
    /// <param name="dataset">The data set's name.</param>
    /// <param name="measurement">The measurement.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public void Add(Arm arm, string dataset, Measurement measurement)
    {
        Metrics metrics = measurement.Result.Metrics;
        var file = new KeptMeasurement(
            dataset,
            data,
            arm.Part,
            arm.Settings(),
            StudentOf(arm),
            arm.Codes,
            measurement.FileBytes,
            measurement.Seconds,
            metrics["HR@20"],
            metrics["MRR@20"],
            metrics["NDCG@10"],
            Pack(measurement.Result.Ranks));
        string key = KeyOf(arm), name = $"{dataset}-{arm.Part.ToString().ToLowerInvariant()}-{ContentHash.Of(key)}.json";
        AtomicFile.Write(Path.Combine(folder, name), stream => JsonSerializer.Serialize(stream, file, Layout));
        kept[key] = measurement;
    }

    private string KeyOf(Arm arm, string? student) => $"{data} {arm.Part} {arm.Settings().ToJsonString()} {student} {arm.Codes}";

    // What a size came to: the search for it may change, and then it is another student.
    private string? StudentOf(Arm arm)
    {
        if (arm.Part is not (Part.Student or Part.StudentFromScratch)) return null;
        ModelConfiguration student = arm.Job.StudentOf(items);
        return $"{student.Table.Text}, width {student.Encoder.Width}";
    }

    private void Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            KeptMeasurement file = JsonSerializer.Deserialize<KeptMeasurement>(stream, Layout) ?? throw new JsonException();
            if (file.Data != data) return;
            JsonElement settings = file.Job.Deserialize<JsonElement>();
            string? preset = settings.TryGetProperty(JobFile.PresetKey, out JsonElement value) ? value.ToString() : null;
            JobOptions job = JobFile.Apply(JobResolver.Start(JobVerbs.Run, preset), JobVerbs.Run, settings, path);
            kept[KeyOf(new Arm(file.Part, job, file.Codes), file.Student)] = new Measurement(
                EvaluationResult.OfRanks(examples, Unpack(file.Ranks), popularity), file.FileBytes, file.Seconds);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or InvalidDataException)
        {
            throw new CheckpointException(path, "this is no measurement; remove the file or give another folder.", e);
        }
    }

    private static byte[] Pack(ReadOnlySpan<byte> ranks)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize)) deflate.Write(ranks);
        return packed.ToArray();
    }

    // A byte more than there can be shows that there are too many, however many that is.
    private byte[] Unpack(byte[] packed)
    {
        using var deflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        byte[] ranks = new byte[examples.Count + 1];
        return ranks[..deflate.ReadAtLeast(ranks, ranks.Length, throwOnEndOfStream: false)];
    }
}
