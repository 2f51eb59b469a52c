using System.Text.Json.Nodes;
using OnDeviceRec.Bench.Measuring;
using OnDeviceRec.Data;
using OnDeviceRec.Distillation.Training;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Steps;

/// <summary>
/// <c>bench -- steps</c>: a teacher step and a distillation step with all four losses at Tmall's shape, as <c>bench/peers/pytorch</c> has
/// them, their share of the peak on the same threads, and a recommendation.
/// </summary>
internal static class StepsReport
{
    private const int Rounds = 15, Batches = 10;

    public static ReportPage Run(ReportOptions options)
    {
        bool[] hot = StepJobs.Hot(StepJobs.Items);
        var source = new PowerLawBatches(StepJobs.Items, seed: 0);
        RaggedBatch[] batches = [.. Enumerable.Range(0, Batches).Select(_ => source.OfGeometricLengths(StepJobs.Batch))];
        IObjective paper = StepJobs.Distillation(StepJobs.PaperShape), byDefault = StepJobs.Distillation(StepJobs.DefaultShape);
        (string Name, TrainingStep Step, double Operations)[] steps =
        [
            ("teacher", new TrainingStep(StepJobs.Teacher(StepJobs.Items), batches), Mean(count => count.Teacher(StepJobs.Items))),
            ("distillation", new TrainingStep(paper, batches), Mean(count => count.Distillation((TensorTrainItemTable)paper.Model.Table, hot))),
            ("distillationDefaultShape", new TrainingStep(byDefault, batches), Mean(count => count.Distillation((TensorTrainItemTable)byDefault.Model.Table, hot))),
        ];
        (string Name, Recommendation Job)[] lists =
        [
            ("recommendation", Recommendation.Of(StepJobs.Student(StepJobs.PaperShape))),
            ("recommendationDefaultShape", Recommendation.Of(StepJobs.Student(StepJobs.DefaultShape))),
            ("recommendationDenseTable", Recommendation.Of(StepJobs.Dense(StepJobs.Items))),
        ];

        var turn = new InTurn();
        foreach (int threads in options.Threads)
        {
            turn.Add(Key("peak", threads), () => MultiplyAddPeak.Measure(threads));
            foreach ((string name, TrainingStep step, _) in steps)
            {
                turn.Add(Key(name, threads), () =>
                {
                    WorkerPool.Threads = threads;
                    step.Run();
                });
            }
        }

        foreach ((string name, Recommendation job) in lists) turn.AddWarm(name, () => job.Run(), repetitions: 20);
        IReadOnlyDictionary<string, double> medians = turn.Medians(options.Rounds ?? Rounds);

        var table = new MarkdownTable("step", "threads", "ms", "GFLOP", "GFLOP/s", "peak GFLOP/s", "share of peak");
        var json = new JsonArray();
        foreach ((string name, TrainingStep step, double operations) in steps)
        {
            foreach (int threads in options.Threads)
            {
                double seconds = medians[Key(name, threads)], rate = operations / seconds, peak = medians[Key("peak", threads)];
                table.Add(name, $"{threads}", Format.Milliseconds(seconds), Format.Of(operations / 1e9), Format.Of(rate / 1e9), Format.Of(peak / 1e9), Format.Percent(rate / peak));
                json.Add(new JsonObject
                {
                    ["job"] = name,
                    ["threads"] = threads,
                    ["ms"] = seconds * 1e3,
                    ["gflop"] = operations / 1e9,
                    ["gflops"] = rate / 1e9,
                    ["peakShare"] = rate / peak,
                });
            }

            step.Dispose();
        }

        var recommendations = new MarkdownTable("recommendation, 10 items, top 20", "threads", "ms");
        foreach ((string name, _) in lists)
        {
            recommendations.Add(name, "1", Format.Milliseconds(medians[name]));
            json.Add(new JsonObject { ["job"] = name, ["threads"] = 1, ["ms"] = medians[name] * 1e3 });
        }

        string text = $"""
            B {StepJobs.Batch}, V {StepJobs.Items}, d {StepJobs.Encoder.Width}, sequences of geometric length up to 40, items by a power law. Medians of {options.Rounds ?? Rounds} rounds, everything in turn.
            Student: {StepJobs.PaperShape}. Default shape: {StepJobs.DefaultShape}. GFLOP counts products only (`StepOperations`).

            {table}
            {recommendations}
            """;
        return new ReportPage("steps", "Training steps and a recommendation", text, json);

        double Mean(Func<StepOperations, double> count) => batches.Average(batch => count(new StepOperations(StepJobs.Encoder, batch)));
    }

    private static string Key(string name, int threads) => $"{name} on {threads}";
}
