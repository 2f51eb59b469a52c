using System.Text.Json.Nodes;
using OnDeviceRec.Bench.Measuring;
using OnDeviceRec.Bench.Steps;
using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Bench.Scaling;

/// <summary><c>bench -- scaling</c>: how the time of a training step grows with V, B and T.</summary>
internal static class ScalingReport
{
    private const int Rounds = 7;
    private const int Batches = 4;

    // So small that the encoder is what is seen.
    private const int SmallCatalog = 1000;

    private static readonly int[] Catalogs = [10_000, 20_000, 40_000, 80_000, 160_000];
    private static readonly int[] BatchSizes = [25, 50, 100, 200, 400];
    private static readonly int[] Lengths = [10, 20, 30, 40, 50, 100, 200];

    public static ReportPage Run(ReportOptions options)
    {
        int rounds = options.Rounds ?? Rounds;
        WorkerPool.Threads = options.Threads[0];
        var longWindow = new EncoderSizes { MaxLength = Lengths[^1] };
        ScalingResult[] results =
        [
            Measure(new Series("V", "Teacher step", 1), Catalogs, v => new TrainingStep(StepJobs.Teacher(v), Ragged(v, StepJobs.Batch))),
            Measure(new Series("V", "Distillation step", 1), Catalogs, v => new TrainingStep(Distillation(v), Ragged(v, StepJobs.Batch))),
            Measure(
                new Series("B", "Teacher step", 1), BatchSizes,
                b => new TrainingStep(StepJobs.Teacher(StepJobs.Items), Ragged(StepJobs.Items, b))),
            Measure(
                new Series("B", "Distillation step", 1), BatchSizes,
                b => new TrainingStep(Distillation(StepJobs.Items), Ragged(StepJobs.Items, b))),
            Measure(
                new Series("T", "Encoder, forward and backward", 2), Lengths,
                t => new TrainingStep(Encoder(longWindow), Even(SmallCatalog, t))),
            Measure(
                new Series("T", "Teacher step", 2), Lengths,
                t => new TrainingStep(StepJobs.Teacher(StepJobs.Items, longWindow), Even(StepJobs.Items, t))),
        ];

        string text =
            $"What does not grow: V {StepJobs.Items}, B {StepJobs.Batch}, sequences of geometric length up to 40 "
            + $"(in the tables of T: all of T items). {options.Threads[0]} threads, medians of {rounds} rounds, the\n"
            + "sizes of a table in turn. The law is the polynomial with the least relative errors; "
            + "the students' tables have the paper's columns and ranks (R 60, t 2) and a grid for V items.\n"
            + $"""

            {string.Concat(results.Select(result => result.Text()))}
            """;
        return new ReportPage("scaling", "How the time of a step grows", text, new JsonArray([.. results.Select(result => result.Json())]));

        ScalingResult Measure(Series series, int[] sizes, Func<int, TrainingStep> make) => series.Measure(sizes, make, rounds);
    }

    private static IObjective Distillation(int items) =>
        StepJobs.Distillation(TableShapeSearch.WithTrain(
            StepJobs.TeacherModel with { Items = items },
            TensorTrainShapeSearch.Balanced(items, StepJobs.Encoder.Width, rank: 60, block: 2)));

    private static EncoderObjective Encoder(EncoderSizes sizes) =>
        new(StepJobs.Dense(SmallCatalog, sizes), StepJobs.Dropout);

    private static RaggedBatch[] Ragged(int items, int batch)
    {
        var source = new PowerLawBatches(items, seed: 0);
        return [.. Enumerable.Range(0, Batches).Select(_ => source.OfGeometricLengths(batch))];
    }

    private static RaggedBatch[] Even(int items, int length) => [new PowerLawBatches(items, seed: 0).OfLength(StepJobs.Batch, length)];
}
