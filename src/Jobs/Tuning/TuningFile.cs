using System.Text.Json;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Jobs.Tuning;

/// <summary>The trials of a tuning, kept one by one beside the job's outputs: a job that was stopped does none of them again.</summary>
internal sealed class TuningFile
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly string path, madeOf;
    private readonly List<TuningTrial> trials;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="madeOf">All that trials depend on besides their settings.</param>
    /// <param name="resume">Whether trials that are there count.</param>
    /// <exception cref="CheckpointException">They are of another job, or the file is no tuning.</exception>
    public TuningFile(string path, string madeOf, bool resume)
    {
        (this.path, this.madeOf) = (path, madeOf);
        trials = resume && File.Exists(path) ? Read() : [];
    }

    /// <summary>The trial of these settings, or null.</summary>
    public TuningTrial? Find(IReadOnlyDictionary<string, double> settings) =>
        trials.Find(trial => trial.Settings.Count == settings.Count && !trial.Settings.Except(settings).Any());

    /// <summary>Keeps a trial.</summary>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public void Add(TuningTrial trial)
    {
        trials.Add(trial);
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, new Contents(madeOf, trials), Layout));
    }

    private List<TuningTrial> Read()
    {
        try
        {
            Contents contents = JsonSerializer.Deserialize<Contents>(File.ReadAllBytes(path), Layout) ?? throw new JsonException();
            if (contents.Trials.Exists(trial => trial is null)) throw new JsonException();
            return contents.MadeOf == madeOf
                ? contents.Trials
                : throw new CheckpointException(path, "it belongs to another run; use the same settings or start without --resume.");
        }
        catch (JsonException e)
        {
            throw new CheckpointException(path, "this is no tuning; remove the file or start without --resume.", e);
        }
    }

    /// <summary>The file.</summary>
    private sealed record Contents(string MadeOf, List<TuningTrial> Trials);
}
