using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation.Agreement;
using OnDeviceRec.Jobs;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Jobs.Experiments;

/// <summary>
/// Whether the device lists what the weights say: <see cref="AgreementCheck"/> on every test prefix. A row is made again for every other
/// model, data set or build of the program, as it vouches for those and no others.
/// </summary>
public sealed class AgreementExperiment : IExperiment
{
    /// <inheritdoc/>
    public string Name => "agreement";

    /// <inheritdoc/>
    public string Description =>
        "Compares the device's top-20 after every test prefix with a ranking in double, a fresh history, 8 threads and lists alone.";

    /// <inheritdoc/>
    public bool NeedsModel => true;

    /// <inheritdoc/>
    public bool TakesJob => false;

    /// <inheritdoc/>
    public IReadOnlyList<string> Heads =>
    [
        "model", "data set", "precision", "prefixes", "identical", "near ties", "swaps", "largest gap", "disagreements",
        "score difference", "recompute difference", "others on 8 threads", "others without scores", "seconds",
    ];

    /// <inheritdoc/>
    public void Run(ExperimentRun run)
    {
        string path = run.Model ?? throw new UsageException($"{Name}: give the model file to check.");
        ModelFile file = ModelFile.Read(path);
        Dataset dataset = run.Dataset;
        SameCatalog.Require(path, file, dataset);
        string data = ContentHash.Of(MemoryMarshal.AsBytes(dataset.Test.Items.Span)), model = ContentHash.Of(File.ReadAllBytes(path));
        Guid device = typeof(DeviceModel).Module.ModuleVersionId, check = typeof(AgreementCheck).Module.ModuleVersionId;
        run.Row(
            $"{path} on {dataset.Name}",
            $"model {model}, sequences {data}, minPrefix {dataset.MinPrefix}, device {device}, check {check}",
            () => Check(run, path, file));
    }

    private static ExperimentRow Check(ExperimentRun run, string path, ModelFile file)
    {
        long start = Stopwatch.GetTimestamp();
        AgreementResult result = AgreementCheck.Run(
            file, run.Dataset.Test, run.Dataset.MinPrefix, WorkerPool.Threads, run.Progress, run.Cancellation);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        string precision = PrecisionName.Of(file.Configuration.Precision);
        var values = new JsonObject { ["model"] = path, ["dataset"] = run.Dataset.Name, ["precision"] = precision };
        foreach ((string name, JsonNode? value) in result.ToJson()) values[name] = value?.DeepClone();
        values["seconds"] = seconds;
        string[] cells =
        [
            Path.GetFileName(path), run.Dataset.Name, precision, Count(result.Prefixes), Count(result.Identical), Count(result.NearTies),
            Count(result.Swaps), Small(result.LargestSwapGap), Count(result.Disagreements), Small(result.LargestScoreDifference),
            Small(result.LargestRecomputeDifference), Count(result.ThreadedDifferently), Count(result.AloneDifferently),
            seconds.ToString("F0", CultureInfo.InvariantCulture),
        ];
        return new ExperimentRow(
            cells, values, result.Fault is { } fault ? $"{path}: {fault}; the runtime is wrong, report it with the file." : null);
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Small(double difference) => difference.ToString("G2", CultureInfo.InvariantCulture);
}
