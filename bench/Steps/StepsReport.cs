using System.Text.Json.Nodes;
using OnDeviceRec.Bench.Measuring;
using OnDeviceRec.Data;
using OnDeviceRec.Jobs;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Bench.Steps;

/// <summary>
/// <c>bench -- steps</c>: a teacher step and a distillation step with all four losses at Tmall's shape, as
/// bench/peers/pytorch has them, their share of the peak on the same threads, and a recommendation.
/// </summary>
internal static class StepsReport
{
    private const int Rounds = 15, Batches = 10, Neighbors = 65_000;

    public static ReportPage Run(ReportOptions options)
    {
        bool[] isHead = StepJobs.Head(StepJobs.Items);
        var source = new PowerLawBatches(StepJobs.Items, seed: 0);
        RaggedBatch[] batches = [.. Enumerable.Range(0, Batches).Select(_ => source.OfGeometricLengths(StepJobs.Batch))];
        IObjective paper = StepJobs.Distillation(StepJobs.PaperStudent), byDefault = StepJobs.Distillation(StepJobs.DefaultStudent);
        IObjective asRun = StepJobs.Preset(source.Sequences(Neighbors));
        (string Name, TrainingStep Step, double Operations)[] steps =
        [
            ("teacher", new TrainingStep(StepJobs.Teacher(StepJobs.Items), batches), Mean(count => count.Teacher(StepJobs.TeacherModel))),
            ("distillation", new TrainingStep(paper, batches),
                Mean(count => count.Distillation(paper.Model, StepJobs.TeacherModel, isHead))),
            ("distillationDefaultStudent", new TrainingStep(byDefault, batches),
                Mean(count => count.Distillation(byDefault.Model, StepJobs.TeacherModel, isHead))),
            ("distillationAsRun", new TrainingStep(asRun, batches),
                Mean(count => count.Distillation(
                    asRun.Model, StepJobs.TeacherModel, isHead, Presets.Copy.Weights.PredictiveNegatives))),
        ];
        (string Name, Recommendation Job)[] lists =
        [
            ("recommendation", Recommendation.Of(StepJobs.New(StepJobs.PaperStudent))),
            ("recommendationDefaultStudent", Recommendation.Of(StepJobs.New(StepJobs.DefaultStudent))),
            ("recommendationDenseTable", Recommendation.Of(StepJobs.New(StepJobs.TeacherModel))),
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
                table.Add(
                    name, $"{threads}", Format.Milliseconds(seconds), Format.Of(operations / 1e9), Format.Of(rate / 1e9),
                    Format.Of(peak / 1e9), Format.Percent(rate / peak));
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

        string text =
            $"B {StepJobs.Batch}, V {StepJobs.Items}, d {StepJobs.Encoder.Width}, sequences of geometric length up to 40, "
            + $"items by a power law. Medians of {options.Rounds ?? Rounds} rounds, everything in turn.\n"
            + $"Student of the paper's shape: {StepJobs.PaperShape}. "
            + $"Default student: d {StepJobs.DefaultStudent.Encoder.Width}, {StepJobs.DefaultStudent.Table.Text}. "
            + "Both by the\npaper's weights and without copying; as run: as `odrec run` distills the default student, with copying, "
            + "kNN pseudo-labels and a\npredictive task among drawn items. GFLOP counts products only (`StepOperations`).\n"
            + $"""

            {table}
            {recommendations}
            """;
        return new ReportPage("steps", "Training steps and a recommendation", text, json);

        double Mean(Func<StepOperations, double> count) => batches.Average(batch => count(new StepOperations(batch)));
    }

    private static string Key(string name, int threads) => $"{name} on {threads}";
}
