using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation.Tests.Latency;

public sealed class LatencyPartsTests
{
    private static readonly TensorTrainShape Shape = new(300, [15, 20], [4, 4], [8], 2);

    private static readonly byte[] Model = BenchmarkModels.Random(BenchmarkModels.Configuration(Shape, Precision.Fp32), seed: 3);

    [Fact]
    public void The_dense_peer_lists_what_the_compressed_model_lists()
    {
        ModelFile file = ModelFile.Parse(Model);
        using var rebuild = new TableRebuild(file);
        rebuild.Run();
        var compressed = new RecommendationJob(new DeviceModel(file), length: 10, top: 20);
        var dense = new RecommendationJob(BenchmarkModels.Dense(file, rebuild.Table), length: 10, top: 20);
        compressed.Run();
        dense.Run();
        Assert.Equal(compressed.Items, dense.Items);
    }

    [Fact]
    public void The_rebuilt_table_has_the_rows_of_the_cores_again_and_again()
    {
        ModelFile file = ModelFile.Parse(Model);
        TensorTrainShape shape = ModelStore.Shape(300, file.Configuration.Train!);
        Tensor[] cores = [.. Enumerable.Range(0, 2).Select(k => new Tensor(shape.CoreShape(k)))];
        for (int k = 0; k < 2; k++) file.CopyTo(TensorRole.Core, k, cores[k].Span);
        using var rebuild = new TableRebuild(file);
        using Tensor rows = new(new Shape(300, 16));
        using var arena = new Arena();
        TensorTrain.Rows(shape, cores, [.. Enumerable.Range(0, 300)], rows, arena);
        for (int run = 0; run < 2; run++)
        {
            rebuild.Table.Clear();
            rebuild.Run();
            for (int v = 0; v < 300; v++)
            {
                for (int j = 0; j < 16; j++) Assert.Equal(rows.Row(v)[j], rebuild.Table.Row(v)[j], 1e-6f);
            }
        }

        foreach (Tensor core in cores) core.Dispose();
    }

    [Fact]
    public void A_dense_model_has_nothing_to_rebuild()
    {
        byte[] dense = BenchmarkModels.Random(new ModelConfiguration(30, 4, 4, 1, 1, 12, ReadoutKind.Last), seed: 1);
        Assert.Throws<ArgumentException>(() => new TableRebuild(ModelFile.Parse(dense)));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    public void Every_run_of_a_job_is_the_same_run(int length)
    {
        DeviceModel model = DeviceModel.Load(Model);
        var job = new RecommendationJob(model, length, top: 20);
        job.Run();
        int[] first = job.Items.ToArray();
        for (int run = 0; run < 3; run++)
        {
            job.Reset();
            job.Run();
            Assert.Equal(first, job.Items);
        }

        // What it claims to be: so many items, then one more.
        var history = new History(model);
        for (int i = 0; i <= length; i++) history.Append(1 + (i * 7919 % 300));
        int[] items = new int[20];
        model.Recommend(history, items, new float[20]);
        Assert.Equal(items, first);
    }

    [Fact]
    public void A_list_is_no_longer_than_the_catalog()
    {
        var job = new RecommendationJob(DeviceModel.Load(Model), length: 1, top: 1000);
        job.Run();
        Assert.Equal(Enumerable.Range(1, 300), job.Items.ToArray().Order());
    }

    [Theory]
    [InlineData(0.5, 1, 0)]
    [InlineData(0.99, 1, 0)]
    [InlineData(0.5, 4, 1)]
    [InlineData(0.5, 5, 2)]
    [InlineData(0.99, 100, 98)]
    [InlineData(0.99, 300, 296)]
    public void Worked_places_of_shares(double share, int count, int place) => Assert.Equal(place, Timings.Place(share, count));

    [Fact]
    public void Times_are_of_what_ran_since_they_were_cleared()
    {
        var timings = new Timings(2);
        timings.Measure(() => Thread.Sleep(200));
        timings.Clear();
        for (int i = 0; i < 2; i++) timings.Measure(() => Thread.Sleep(1));
        Assert.InRange(timings.Micros(0.99), timings.Micros(0.5), 190_000);
        Assert.InRange(timings.Micros(0.5), 900, 190_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public void Reading_memory_reads_every_number_of_every_part(int bytes)
    {
        var memory = new MemoryRead(bytes);
        for (int part = 0; part < 2 * MemoryRead.Parts; part++) memory.Run();
        long count = MemoryRead.Parts * memory.PartBytes / sizeof(long);
        Assert.Equal(count * (count - 1), memory.Sum);
    }

    [Fact]
    public void The_cheaper_shape_compresses_as_much_and_the_cheapest_has_none()
    {
        TensorTrainShape tmall = TensorTrainShapeSearch.Balanced(40_727, 128, 27);
        Assert.Equal("I (169, 241), J (16, 8), R (60), t 2", tmall.ToString());
        TensorTrainShape cheap = LatencyRounds.Cheaper(tmall)!;
        Assert.True(cheap.Compression >= tmall.Compression);
        Assert.InRange(cheap.MacsPerItem, 40, 45);
        Assert.Null(LatencyRounds.Cheaper(cheap));
        Assert.Null(LatencyRounds.Cheaper(new TensorTrainShape(4, [2, 2], [2, 2], [8])));
    }
}
