using OnDeviceRec.Fuzzing.Targets;

namespace OnDeviceRec.Fuzzing;

/// <summary>All readers of untrusted bytes: one list for the loop of mutations and for fuzzers from outside.</summary>
public static class FuzzTargets
{
    private static readonly Func<FuzzTarget>[] Makers =
    [
        () => new ModelTarget("model", 400),
        () => new ModelStreamTarget("model-stream", 100),
        () => new PackedModelTarget("packed", 40),
        () => new InspectTarget("inspect", 50),
        () => new HistoryTarget("history", 80),
        () => new SafetensorsTarget("safetensors", 60),
        () => new DatasetTarget("sequences", 40, "train.sessions.txt"),
        () => new PackedDatasetTarget("sequences-gz", 30, "train.sessions.txt.gz"),
        () => new DatasetTarget("item-ids", 40, "items.txt"),
        () => new DatasetTarget("dataset-json", 30, "dataset.json"),
        () => new SessionsTarget("sessions", 14),
        () => new ItemListTarget("item-list", 6),
        () => new JobFileTarget("job-file", 40),
        () => new CheckpointTarget("checkpoint", 20),
        () => new KeptRowsTarget("kept-rows", 14),
        () => new MeasurementTarget("measurements", 10),
        () => new TrainingsTarget("trainings", 10),
        () => new TuningTarget("tuning", 7),
        () => new KnnTuningTarget("knn-tuning", 8),
        () => new LogTarget("log-csv", 0.2, "log.csv"),
        () => new LogTarget("log-json", 0.2, "log.json"),
        () => new LogTarget("log-parquet", 0.2, "log.parquet"),
        () => new LogTarget("log-gz", 0.1, "log.csv.gz"),
        () => new LogTarget("log-zst", 0.2, "log.csv.zst"),
        () => new PartsTarget("log-parts", 0.1),
    ];

    /// <summary>Makes all targets.</summary>
    public static IReadOnlyList<FuzzTarget> All() => [.. Makers.Select(make => make())];

    /// <summary>Makes one.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="FormatException">There is none of this name.</exception>
    public static FuzzTarget Of(string name)
    {
        IReadOnlyList<FuzzTarget> all = All();
        FuzzTarget? found = all.FirstOrDefault(target => target.Name == name);
        foreach (FuzzTarget other in all)
            if (other != found) other.Dispose();
        return found ?? throw new FormatException($"There is no target '{name}', but {string.Join(", ", all.Select(one => one.Name))}.");
    }
}
