using System.Globalization;
using System.Text.Json.Nodes;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Jobs;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs.Experiments;

/// <summary>
/// Which shape a compressed table should have: the same student, trained equally long without a teacher, with shapes of about a thirtieth
/// of the dense table's numbers; accuracy on validation, bytes, and what a list takes on one core.
/// </summary>
/// <param name="latency">How often a list is timed; null for as often as the command <c>bench</c> does.</param>
public sealed class ShapesExperiment(LatencyOptions? latency = null) : IExperiment
{
    private const double Compression = 30;

    // Enough for the order of the shapes to settle; a few minutes a shape.
    private static readonly TrainingOptions Training = TrainingOptions.Student with { Epochs = 2, Batch = 256 };

    /// <inheritdoc/>
    public string Name => "shapes";

    /// <inheritdoc/>
    public string Description =>
        "Trains the same student with table shapes of one size and compares accuracy, bytes and time; needs --out.";

    /// <inheritdoc/>
    public bool NeedsModel => false;

    /// <inheritdoc/>
    public bool TakesJob => false;

    /// <inheritdoc/>
    public IReadOnlyList<string> Heads =>
    [
        "shape", "data set", "rank r", "table", "MACs an item", "valid HR@20", "MRR@20", "NDCG@10",
        "int8 bytes", "append + top-20 µs", "warm µs",
    ];

    /// <summary>
    /// The shapes compared: the paper's balanced one, and plain trains (t = 1) of two cores with ever fewer columns in the last, of three
    /// too.
    /// </summary>
    /// <param name="items">V.</param>
    /// <param name="width">d.</param>
    public static IReadOnlyList<TensorTrainShape> Shapes(int items, int width)
    {
        IReadOnlyList<TensorTrainShape> two = TensorTrainShapeSearch.Candidates(items, width, Compression, cores: 2, block: 1);
        TensorTrainShape balanced = TensorTrainShapeSearch.Balanced(items, width, Compression);
        var shapes = new List<TensorTrainShape> { balanced };
        foreach (int last in (int[])[8, 4, 2, 1]) shapes.AddRange(two.Where(shape => shape.Columns[^1] == last).Take(1));
        shapes.Add(TensorTrainShapeSearch.Candidates(items, width, Compression, cores: 3, block: 1)[0]);
        return shapes;
    }

    /// <inheritdoc/>
    public void Run(ExperimentRun run)
    {
        string folder = run.Folder ?? throw new UsageException($"{Name}: trainings take long; give --out, a folder to keep them in.");
        Dataset dataset = run.Dataset;
        ModelConfiguration full = Presets.Paper.TeacherOf(dataset.Items);
        TrainingOptions training = Training with { Seed = run.Seed };
        var jobs = new TrainingJobs(dataset, Validation.DefaultShare, run.Progress, run.Cancellation);
        foreach ((int number, TensorTrainShape shape) in Possible(dataset, full.Encoder.Width).Index())
        {
            run.Row(
                $"{shape} on {dataset.Name}",
                $"{jobs.DataHash} {full} {training}",
                () =>
                {
                    string file = Path.Combine(folder, $"shape-{number + 1}.odr");
                    using OutputLock held = OutputLock.Beside(file);
                    TrainingOutcome outcome = jobs.NextItem(
                        "student from scratch", TableShapeSearch.WithTrain(full, shape), training, file, resume: true);
                    TrainingJobs.DeleteCheckpoint(file);
                    return Row(dataset, shape, outcome, file);
                });
        }
    }

    private static IReadOnlyList<TensorTrainShape> Possible(Dataset dataset, int width)
    {
        try
        {
            return Shapes(dataset.Items, width);
        }
        catch (UnreachableCompressionException e)
        {
            throw new InputException($"{dataset.Name}: {e.Message}", e);
        }
    }

    private ExperimentRow Row(Dataset dataset, TensorTrainShape shape, TrainingOutcome outcome, string file)
    {
        string small = Path.ChangeExtension(file, ".int8.odr");
        ModelStore.Save(ModelFile.Read(file), Precision.Int8, small);
        LatencyReport report = LatencyBenchmark.Run(() => ModelFile.Read(small), latency ?? new LatencyOptions());
        ValidationResult valid = outcome.Best?.Valid
            ?? throw new InputException("The data set is too small to hold out a validation part; give a larger one.");
        var values = new JsonObject
        {
            ["shape"] = shape.ToString(),
            ["dataset"] = dataset.Name,
            ["rank"] = shape.PlainRanks[1],
            ["tableCompression"] = shape.Compression,
            ["macsPerItem"] = shape.MacsPerItem,
            ["HR@20"] = valid.HitRate20,
            ["MRR@20"] = valid.ReciprocalRank20,
            ["NDCG@10"] = valid.Gain10,
            ["int8Bytes"] = report.FileBytes,
            ["p50Micros"] = report.P50Micros,
            ["warmP50Micros"] = report.WarmP50Micros,
        };
        string[] cells =
        [
            shape.ToString(), dataset.Name,
            Text($"{shape.PlainRanks[1]}"), Text($"{shape.Compression:F1}×"), Text($"{shape.MacsPerItem:F0}"),
            Text($"{100 * valid.HitRate20:F2}"), Text($"{100 * valid.ReciprocalRank20:F2}"), Text($"{100 * valid.Gain10:F2}"),
            Text($"{report.FileBytes:N0}"), Text($"{report.P50Micros:F0}"), Text($"{report.WarmP50Micros:F0}"),
        ];
        return new ExperimentRow(cells, values);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
