using System.Diagnostics;
using System.Text.Json.Nodes;
using OnDeviceRec.Bench.Measuring;
using OnDeviceRec.Data;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Bench.Steps;

/// <summary>
/// <c>bench -- sampled</c>: a step of training with the true next item over 1,000,000 items, with the full softmax and with sampled
/// negatives, of a dense table and of a tensor train: milliseconds and memory.
/// </summary>
internal static class SampledReport
{
    private const int Items = 1_000_000, Negatives = 4_096, Rounds = 7, Batches = 10;

    public static ReportPage Run(ReportOptions options)
    {
        int rounds = options.Rounds ?? Rounds;
        WorkerPool.Threads = options.Threads[0];
        TensorTrainShape shape = TensorTrainShapeSearch.Balanced(Items, StepJobs.Encoder.Width, rank: 60, block: 2);
        var source = new PowerLawBatches(Items, seed: 0);
        RaggedBatch[] batches = [.. Enumerable.Range(0, Batches).Select(_ => source.OfGeometricLengths(StepJobs.Batch))];
        var table = new MarkdownTable("table", "softmax over", "ms", "memory, MB");
        var json = new JsonArray();
        Add("tensor train", () => StepJobs.Student(shape), sampled: false);
        Add("tensor train", () => StepJobs.Student(shape), sampled: true);
        Add("dense", () => StepJobs.Dense(Items), sampled: false);
        Add("dense", () => StepJobs.Dense(Items), sampled: true);

        string text =
            $"V {Items}, d {StepJobs.Encoder.Width}, B {StepJobs.Batch}, sequences of geometric length up to 40, items by a power law. "
            + $"{options.Threads[0]} threads, medians of {rounds} steps, one\n"
            + "training after the other. Memory is what the process grew by: "
            + "parameters, gradients, moments, a step's arena, the draws' probabilities.\n"
            + $"""
            Tensor train: {shape}.

            {table}
            """;
        return new ReportPage("sampled", "A training step over a million items", text, json);

        void Add(string name, Func<SequenceModel> make, bool sampled)
        {
            Console.Error.WriteLine($"{name}, {(sampled ? "sampled" : "full")}");
            long before = WorkingSet();
            NegativeSampler? negatives = sampled ? new NegativeSampler(new int[Items], Negatives) : null;
            using var step = new TrainingStep(new NextItemObjective(make(), StepJobs.Dropout, negatives), batches);
            var turn = new InTurn();
            turn.Add(name, step.Run);
            double seconds = turn.Medians(rounds)[name], megabytes = (WorkingSet() - before) / 1e6;
            table.Add(
                name, sampled ? $"{Negatives} drawn and the targets" : "all items", Format.Milliseconds(seconds), Format.Of(megabytes));
            json.Add(new JsonObject
            {
                ["table"] = name,
                ["negatives"] = sampled ? Negatives : 0,
                ["ms"] = seconds * 1e3,
                ["megabytes"] = megabytes,
            });
        }
    }

    private static long WorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
