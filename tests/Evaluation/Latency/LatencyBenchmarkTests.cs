using System.Text.Json.Nodes;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation.Tests.Latency;

public sealed class LatencyBenchmarkTests
{
    private static readonly LatencyOptions Few = new() { Rounds = 3, RebuildEvery = 2, WarmUp = TimeSpan.Zero, MemoryBytes = 1 << 20 };

    private static readonly TensorTrainShape Shape = new(300, [15, 20], [4, 4], [8], 2);

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Fp16)]
    [InlineData(Precision.Int8)]
    [InlineData(Precision.Int4)]
    public void All_numbers_are_there_and_recommending_allocates_nothing(Precision precision)
    {
        byte[] bytes = BenchmarkModels.Random(BenchmarkModels.Configuration(Shape, precision), seed: 1);
        LatencyReport report = LatencyBenchmark.Run(() => ModelFile.Parse(bytes), Few, null, TestContext.Current.CancellationToken);
        JsonObject json = report.ToJson();
        foreach (string key in (string[])[
            "p50Micros", "p99Micros", "warmP50Micros", "fullWindowP50Micros", "denseP50Micros", "denseWarmP50Micros", "denseGBps", "memoryGBps",
            "rebuildP50Micros", "coldStartMillis", "cheapP50Micros"])
        {
            double value = (double)json[key]!;
            Assert.True(double.IsFinite(value) && value > 0, $"{key} is {value}");
        }

        Assert.Equal(0, (long)json["allocatedBytes"]!);
        Assert.True(report.P50Micros <= report.P99Micros);
        Assert.Equal((300, 16, 10, 3, bytes.Length), ((int)json["items"]!, (int)json["width"]!, (int)json["history"]!, (int)json["rounds"]!, (long)json["fileBytes"]!));
        Assert.Equal("I (15, 20), J (4, 4), R (8), t 2", (string)json["shape"]!);
        Assert.Equal(300 * 16 * sizeof(float) / report.DenseP50Micros / 1000, report.DenseGBps, 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public void The_window_must_have_room_for_the_history_and_one_more(int history)
    {
        byte[] bytes = BenchmarkModels.Random(BenchmarkModels.Configuration(Shape, Precision.Fp32), seed: 1);
        string message = Assert.Throws<ArgumentException>(() => LatencyBenchmark.Run(() => ModelFile.Parse(bytes), Few with { History = history }, null, TestContext.Current.CancellationToken)).Message;
        Assert.Contains($"{history} items", message, StringComparison.Ordinal);
        Assert.Contains("give 1 to 49", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_that_the_history_and_one_more_just_fill_is_measured()
    {
        byte[] bytes = BenchmarkModels.Random(BenchmarkModels.Configuration(Shape, Precision.Fp32), seed: 1);
        Assert.Equal(49, LatencyBenchmark.Run(() => ModelFile.Parse(bytes), Few with { History = 49 }, null, TestContext.Current.CancellationToken).History);
    }

    [Fact]
    public void A_dense_model_has_nothing_to_be_compared_with()
    {
        var configuration = new ModelConfiguration(30, 4, 4, 1, 1, 12, ReadoutKind.Last);
        byte[] bytes = BenchmarkModels.Random(configuration, seed: 1);
        Assert.Contains("dense", Assert.Throws<ArgumentException>(() => LatencyBenchmark.Run(() => ModelFile.Parse(bytes), Few, null, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_be_stopped_and_leaves_the_number_of_threads_as_it_was()
    {
        int threads = WorkerPool.Threads;
        byte[] bytes = BenchmarkModels.Random(BenchmarkModels.Configuration(Shape, Precision.Fp32), seed: 1);
        Assert.Throws<OperationCanceledException>(() => LatencyBenchmark.Run(() => ModelFile.Parse(bytes), Few, null, new CancellationToken(canceled: true)));
        Assert.Equal(threads, WorkerPool.Threads);
    }
}
