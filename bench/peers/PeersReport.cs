using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using OnDeviceRec.Autograd;
using OnDeviceRec.Bench.Measuring;
using OnDeviceRec.Bench.Steps;
using OnDeviceRec.Data;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Peers;

/// <summary>
/// The encoder, a training step and a recommendation beside TorchSharp and ONNX Runtime, of the same weights and in turn.
/// </summary>
internal static class PeersReport
{
    private const int Rounds = 15, Repetitions = 10, Batches = 10;
    private const string Ours = "ours", Torch = "TorchSharp", Onnx = "ONNX Runtime";

    private static readonly string[] Peers = [Torch, Onnx];

    public static ReportPage Run(ReportOptions options)
    {
        int threads = options.Threads[0], rounds = options.Rounds ?? Rounds;
        WorkerPool.Threads = threads;
        bool torch = TorchJobs.TryStart(threads);
        if (!torch)
        {
            Console.Error.WriteLine(
                "TorchSharp's library does not load and is left out: "
                + "it wants the C++ library of GCC 13 or later (Debian 13, Ubuntu 24.04).");
        }

        var source = new PowerLawBatches(StepJobs.Items, seed: 0);
        RaggedBatch[] batches = [.. Enumerable.Range(0, Batches).Select(_ => source.OfGeometricLengths(StepJobs.Batch))];
        SequenceModel dense = StepJobs.Dense(StepJobs.Items), compressed = StepJobs.Student(StepJobs.PaperShape);
        TorchJobs? torchDense = torch ? new(dense, batches) : null, torchCompressed = torch ? new(compressed, []) : null;
        using OnnxRecommender onnxDense = new(Recommendation.FileOf(dense), threads),
            onnxCompressed = new(Recommendation.FileOf(compressed), threads);
        Recommendation oursDense = Recommendation.Of(dense), oursCompressed = Recommendation.Of(compressed);
        using var step = new TrainingStep(StepJobs.Teacher(StepJobs.Items), batches);
        using var tape = new Tape();
        int encoded = 0;

        PeersJob[] jobs =
        [
            new("encoder, a batch of 100", new() { [Ours] = Encode, [Torch] = torchDense is null ? null : torchDense.Encode }),
            new("teacher step", new() { [Ours] = step.Run, [Torch] = torchDense is null ? null : torchDense.Train }),
            Recommend("recommendation, dense table", oursDense, torchDense is null ? null : torchDense.Recommend, onnxDense),
            Recommend(
                "recommendation, compressed table", oursCompressed, torchCompressed is null ? null : torchCompressed.Recommend,
                onnxCompressed),
        ];
        var turn = new InTurn();
        foreach (PeersJob job in jobs)
        {
            foreach ((string who, Action? run) in job.Runs)
                if (run is not null) turn.AddWarm(job.Name + who, run, Repetitions);
        }

        IReadOnlyDictionary<string, double> medians = turn.Medians(rounds);
        var table = new MarkdownTable(["job", "ours, ms", .. Peers.SelectMany(peer => (string[])[$"{peer}, ms", "over ours"])]);
        var json = new JsonObject();
        foreach (PeersJob job in jobs)
        {
            double ours = medians[job.Name + Ours];
            var row = new JsonObject { [Ours] = ours * 1e3 };
            List<string> cells = [job.Name, Format.Milliseconds(ours)];
            foreach (string peer in Peers)
            {
                bool runs = medians.TryGetValue(job.Name + peer, out double theirs);
                cells.AddRange(runs ? [Format.Milliseconds(theirs), Format.Of(theirs / ours)] : ["–", "–"]);
                if (runs) row[peer] = theirs * 1e3;
            }

            table.Add([.. cells]);
            json[job.Name] = row;
        }

        string text =
            $"B {StepJobs.Batch}, V {StepJobs.Items}, d {StepJobs.Encoder.Width}, {threads} threads (our recommendation: one), "
            + $"medians of {rounds} rounds, everything in turn. The weights are the same, and so are the lists.\n"
            + $"Of the compressed table ({StepJobs.PaperShape}) TorchSharp makes the full one for every list, ONNX Runtime once, when it "
            + "opens the graph; ours lists from the cores.\n"
            + $"TorchSharp {typeof(TorchSharp.torch).Assembly.GetName().Version?.ToString(3)}, "
            + $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}.\n"
            + $"""

            {table}
            """;
        return new ReportPage("peers", "Encoder, training step and recommendation beside TorchSharp and ONNX Runtime", text, json)
        {
            Command = "dotnet run -c Release --project bench/peers",
        };

        void Encode()
        {
            tape.BeginInference();
            dense.Encode(tape, dense.Table.Matrix(tape), batches[encoded++ % batches.Length]);
        }
    }

    /// <summary>The lists are compared first: whoever lists other items is another model.</summary>
    private static PeersJob Recommend(string name, Recommendation ours, Func<int[]>? torch, OnnxRecommender onnx)
    {
        int[] expected = [.. ours.Run()];
        foreach (int[]? list in (int[]?[])[torch?.Invoke(), ListOfOnnx()])
        {
            if (list is not null && !list.SequenceEqual(expected))
            {
                throw new InvalidOperationException(
                    $"{name}: a peer lists {string.Join(" ", list)} where ours lists {string.Join(" ", expected)}.");
            }
        }

        return new PeersJob(
            name, new() { [Ours] = () => ours.Run(), [Torch] = torch is null ? null : () => torch(), [Onnx] = () => ListOfOnnx() });

        int[] ListOfOnnx() => onnx.Recommend(ours.Given, Recommendation.Top).Items;
    }
}
