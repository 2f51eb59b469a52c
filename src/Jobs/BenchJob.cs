using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation.Latency;

namespace OnDeviceRec.Jobs;

/// <summary>The verb <c>bench</c>: what a list takes on this machine, of a model file or of a random model of the same cost.</summary>
public static class BenchJob
{
    /// <summary>Items of a random model unless told otherwise: Tmall's.</summary>
    public const int DefaultItems = 40_727;

    /// <summary>Measures a model file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="history">Items in the history before the one that is appended.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it.</param>
    public static BenchResult Run(string path, int history, IProgress<WorkProgress> progress, CancellationToken cancellation = default) =>
        new([Measure(Path.GetFileName(path), () => ModelFile.Read(path), history, progress, cancellation)]);

    /// <summary>Measures models of random weights, one after the other in this process.</summary>
    /// <param name="models">Which.</param>
    /// <param name="history">Items in the history before the one that is appended.</param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it.</param>
    public static BenchResult Run(
        RandomModels models, int history, IProgress<WorkProgress> progress, CancellationToken cancellation = default)
    {
        var rows = new List<BenchRow>();
        foreach ((string name, ModelConfiguration model) in models.All)
        {
            byte[] file = BenchmarkModels.Random(model, models.Seed);
            rows.Add(Measure(name, () => ModelFile.Parse(file), history, progress, cancellation));
        }

        return new BenchResult(rows);
    }

    private static BenchRow Measure(
        string name, Func<ModelFile> open, int history, IProgress<WorkProgress> progress, CancellationToken cancellation) =>
        new(name, LatencyBenchmark.Run(open, new LatencyOptions { History = history }, progress, cancellation));
}
