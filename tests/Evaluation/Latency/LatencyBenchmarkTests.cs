using System.Text.Json.Nodes;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation.Tests.Latency;

public sealed class LatencyBenchmarkTests
{
    private static readonly LatencyOptions Few = new() { Rounds = 3, RebuildEvery = 2, WarmUp = TimeSpan.Zero, MemoryBytes = 1 << 20 };

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Fp16)]
    [InlineData(Precision.Int8)]
    [InlineData(Precision.Int4)]
    public void All_numbers_are_there_and_recommending_allocates_nothing(Precision precision)
    {
        byte[] bytes = BenchmarkModels.Random(LatencyModel.Train with { Precision = precision }, seed: 1);
        LatencyReport report = LatencyBenchmark.Run(() => ModelFile.Parse(bytes), Few, null, TestContext.Current.CancellationToken);
        JsonObject json = report.ToJson();
        foreach (string key in (string[])[
            "p50Micros", "p99Micros", "warmP50Micros", "listAloneP50Micros", "listAloneWarmP50Micros", "fullWindowP50Micros",
            "denseP50Micros", "denseWarmP50Micros", "denseGBps", "memoryGBps", "rebuildP50Micros", "coldStartMillis", "cheapP50Micros"])
        {
            double value = (double)json[key]!;
            Assert.True(double.IsFinite(value) && value > 0, $"{key} is {value}");
        }

        Assert.Equal(0, (long)json["allocatedBytes"]!);
        Assert.True(report.P50Micros <= report.P99Micros);
        Assert.Equal(
            (300, 16, 10, 3, bytes.Length),
            ((int)json["items"]!, (int)json["width"]!, (int)json["history"]!, (int)json["rounds"]!, (long)json["fileBytes"]!));
        Assert.Equal("I (15, 20), J (4, 4), R (8), t 2", (string)json["shape"]!);
        Assert.Equal(report.CheapShape!.Text, (string)json["cheapShape"]!);
        Assert.Equal(300 * 16d / ((15 * 8 * 4) + (4 * 20 * 2)), (double)json["tableCompression"]!, 1e-9);
        Assert.Equal(300 * 16 * sizeof(float) / report.DenseP50Micros!.Value / 1000, report.DenseGBps!.Value, 1e-9);
    }

    [Fact]
    public void A_model_of_binary_codes_is_measured_too()
    {
        byte[] bytes = BenchmarkModels.Random(LatencyModel.Dense with { Table = new BinaryCodesShape(11) }, seed: 1);
        LatencyReport report = LatencyBenchmark.Run(() => ModelFile.Parse(bytes), Few, null, TestContext.Current.CancellationToken);
        JsonObject json = report.ToJson();
        Assert.Equal(0, (long)json["allocatedBytes"]!);
        Assert.Equal("binary codes of 11 bits", (string)json["shape"]!);
        Assert.Equal(300 * 16d / ((11 * 16) + (11 * 300 / 32d)), (double)json["tableCompression"]!, 1e-9);
        Assert.True(report.P50Micros > 0 && report.DenseP50Micros > 0 && report.RebuildP50Micros > 0);
    }

    [Fact]
    public void A_catalog_whose_dense_table_no_file_holds_is_measured_without_it()
    {
        // 2^20 rows of 512 numbers are 2 GiB.
        ModelConfiguration model = LatencyModel.Dense with
        {
            Items = 1 << 20,
            Encoder = LatencyModel.Dense.Encoder with { Width = 512 },
            Table = new BinaryCodesShape(8),
        };
        byte[] bytes = BenchmarkModels.Random(model, seed: 1);
        LatencyReport report = LatencyBenchmark.Run(() => ModelFile.Parse(bytes), Few, null, TestContext.Current.CancellationToken);
        JsonObject json = report.ToJson();
        Assert.True(report.ListAloneP50Micros > 0);
        foreach (string key in (string[])["denseP50Micros", "denseWarmP50Micros", "denseGBps", "rebuildP50Micros"]) Assert.Null(json[key]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public void The_window_must_have_room_for_the_history_and_one_more(int history)
    {
        byte[] bytes = BenchmarkModels.Random(LatencyModel.Train, seed: 1);
        string message = Refusal(bytes, Few with { History = history });
        Assert.Contains($"{history} items", message, StringComparison.Ordinal);
        Assert.Contains("give 1 to 49", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_that_the_history_and_one_more_just_fill_is_measured()
    {
        byte[] bytes = BenchmarkModels.Random(LatencyModel.Train, seed: 1);
        Assert.Equal(
            49,
            LatencyBenchmark.Run(
                () => ModelFile.Parse(bytes), Few with { History = 49 }, null, TestContext.Current.CancellationToken).History);
    }

    [Fact]
    public void A_dense_model_has_nothing_to_be_compared_with()
    {
        byte[] bytes = BenchmarkModels.Random(LatencyModel.Dense with { Precision = Precision.Int8 }, seed: 1);
        Assert.Contains("dense", Refusal(bytes, Few), StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_be_stopped_and_leaves_the_number_of_threads_as_it_was()
    {
        int threads = WorkerPool.Threads;
        byte[] bytes = BenchmarkModels.Random(LatencyModel.Train, seed: 1);
        Assert.Throws<OperationCanceledException>(
            () => LatencyBenchmark.Run(() => ModelFile.Parse(bytes), Few, null, new CancellationToken(canceled: true)));
        Assert.Equal(threads, WorkerPool.Threads);
    }

    private static string Refusal(byte[] bytes, LatencyOptions options) => Assert.Throws<InputException>(
        () => LatencyBenchmark.Run(() => ModelFile.Parse(bytes), options, null, TestContext.Current.CancellationToken)).Message;
}
