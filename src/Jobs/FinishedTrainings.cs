using System.Text.Json;
using System.Text.Json.Serialization;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Training;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Jobs;

/// <summary>
/// What a finished job's trainings came to, kept beside its models once its report is there: a finished job that is resumed trains nothing.
/// </summary>
internal sealed class FinishedTrainings
{
    /// <summary>The file in the folder of the job.</summary>
    public const string FileName = "trainings.json";

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        IgnoreReadOnlyProperties = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly string folder, madeOf;

    /// <summary>Opens the file; without resuming, an older one goes, as its models are about to.</summary>
    /// <param name="folder">The folder of the job.</param>
    /// <param name="madeOf">All that the trainings depend on.</param>
    /// <param name="resume">Whether trainings that are there count.</param>
    /// <exception cref="CheckpointException">They are of another job, or the file is not what a job wrote.</exception>
    public FinishedTrainings(string folder, string madeOf, bool resume)
    {
        (this.folder, this.madeOf) = (folder, madeOf);
        if (!resume) File.Delete(FilePath);
        else if (File.Exists(FilePath) && Read() is { } kept && kept.Models.All(IsThere)) (Chosen, Refitted) = (kept.Chosen, kept.Refitted);
    }

    /// <summary>The trainings that chose the epochs, or the only ones; null where the job is not finished.</summary>
    public ThreeOutcomes? Chosen { get; }

    /// <summary>Those on all sequences, where others chose the epochs.</summary>
    public ThreeOutcomes? Refitted { get; }

    private string FilePath => Path.Combine(folder, FileName);

    /// <summary>Keeps the trainings of a job whose report is written.</summary>
    /// <param name="chosen">The trainings that chose the epochs, or the only ones.</param>
    /// <param name="refitted">Those on all sequences, or null.</param>
    /// <param name="models">The model files in the folder.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public void Keep(ThreeOutcomes chosen, ThreeOutcomes? refitted, IEnumerable<string> models)
    {
        var contents = new Contents(
            madeOf, models.ToDictionary(model => Path.GetFileName(model)!, HashOf), chosen, refitted);
        AtomicFile.Write(FilePath, stream => JsonSerializer.Serialize(stream, contents, Layout));
    }

    // A model that is gone or another's is trained again.
    private bool IsThere(KeyValuePair<string, string> model)
    {
        string path = Path.Combine(folder, model.Key);
        return File.Exists(path) && HashOf(path) == model.Value;
    }

    private Contents Read()
    {
        try
        {
            Contents contents = JsonSerializer.Deserialize<Contents>(File.ReadAllBytes(FilePath), Layout) ?? throw new JsonException();
            if (!contents.IsSound) throw new JsonException();
            return contents.MadeOf == madeOf
                ? contents
                : throw new CheckpointException(FilePath, "it belongs to another run; use the same settings or start without --resume.");
        }
        catch (JsonException e)
        {
            throw new CheckpointException(
                FilePath, "this is not what a finished job wrote; remove the file or start without --resume.", e);
        }
    }

    private static string HashOf(string path) => ContentHash.Of(File.ReadAllBytes(path));

    /// <summary>The file.</summary>
    private sealed record Contents(
        string MadeOf, IReadOnlyDictionary<string, string> Models, ThreeOutcomes Chosen, ThreeOutcomes? Refitted)
    {
        /// <summary>Whether models are files of the folder, and trainings such as there are.</summary>
        [JsonIgnore]
        public bool IsSound => Models.Keys.All(name => Path.GetFileName(name) == name) && AreSound(Chosen) && AreSound(Refitted ?? Chosen);

        private static bool AreSound(ThreeOutcomes three) =>
            three.Teachers.Count > 0 && three.Teachers.All(IsSoundOne) && IsSoundOne(three.Student) && IsSoundOne(three.FromScratch);

        // Epochs are counted from 0, and the best is one of them.
        private static bool IsSoundOne(TrainingOutcome? one) =>
            one is not null
            && one.Epochs.Select((epoch, number) => epoch?.Epoch == number).All(isNext => isNext)
            && (one.Best is null || one.Epochs.Contains(one.Best));
    }
}
