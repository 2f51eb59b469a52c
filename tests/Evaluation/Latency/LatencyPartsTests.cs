using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation.Tests.Latency;

public sealed class LatencyPartsTests
{
    private static readonly byte[] Model = BenchmarkModels.Random(LatencyModel.Train, seed: 3);

    private static readonly byte[] Codes = BenchmarkModels.Random(LatencyModel.Dense with { Table = new BinaryCodesShape(11) }, seed: 3);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_dense_peer_lists_what_the_compressed_model_lists(bool codes)
    {
        ModelFile file = ModelFile.Parse(codes ? Codes : Model);
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
        TensorTrainShape shape = TensorTrainItemTable.ShapeOf((PlainTrainShape)file.Configuration.Table, 300);
        Tensor[] cores = [.. Enumerable.Range(0, 2).Select(k => new Tensor(shape.CoreShape(k)))];
        for (int k = 0; k < 2; k++) file.CopyTo(TensorRole.Core, k, cores[k].Span);
        using var rebuild = new TableRebuild(file);
        using Tensor rows = new(new Shape(300, 16));
        using var arena = new Arena();
        TensorTrain.Rows(shape, cores, [.. Enumerable.Range(0, 300)], rows, arena);
        rebuild.Run();
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
    public void A_rebuilt_dense_table_is_the_file_s()
    {
        ModelFile file = ModelFile.Parse(BenchmarkModels.Random(LatencyModel.Dense, seed: 1));
        float[] table = new float[file.Count(TensorRole.ItemTable)];
        file.CopyTo(TensorRole.ItemTable, 0, table);
        using var rebuild = new TableRebuild(file);
        for (int run = 0; run < 2; run++)
        {
            rebuild.Run();
            Assert.Equal(table, rebuild.Table.Span.ToArray());
        }
    }

    [Fact]
    public void Rebuilt_binary_codes_are_the_projection_s_signed_sums()
    {
        ModelFile file = ModelFile.Parse(Codes);
        float[] projection = new float[16 * 11], codes = new float[11 * 300];
        file.CopyTo(TensorRole.Core, 0, projection);
        file.CopyTo(TensorRole.Core, 1, codes);
        using var rebuild = new TableRebuild(file);
        rebuild.Run();
        for (int v = 0; v < 300; v++)
        {
            for (int j = 0; j < 16; j++)
            {
                double expected = Enumerable.Range(0, 11).Sum(r => (double)projection[(j * 11) + r] * codes[(r * 300) + v]);
                Assert.Equal(expected, rebuild.Table.Row(v)[j], 1e-6);
            }
        }
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

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Int8)]
    public void The_cheaper_shape_compresses_as_much_and_the_cheapest_has_none(Precision precision)
    {
        var dense = new ModelConfiguration { Items = 40_727, Encoder = new EncoderSizes { Inner = 77 }, Precision = precision };
        ModelConfiguration tmall = TableShapeSearch.WithTrain(dense, TensorTrainShapeSearch.Balanced(40_727, 128, 27));
        Assert.Equal("I (169, 241), J (16, 8), R (60), t 2", tmall.Table.Text);
        ModelConfiguration cheap = LatencyRounds.Cheaper(tmall)!.Value;
        Assert.Equal(tmall with { Table = cheap.Table }, cheap);
        Assert.True(TableShapeSearch.Compression(cheap, dense) >= TableShapeSearch.Compression(tmall, dense));
        Assert.InRange(TableShapeSearch.MacsPerItem(cheap), 40, 45);
        Assert.Null(LatencyRounds.Cheaper(cheap));
        var four = new ModelConfiguration { Items = 4, Encoder = new EncoderSizes { Width = 4 } };
        Assert.Null(LatencyRounds.Cheaper(TableShapeSearch.WithTrain(four, new TensorTrainShape(4, [2, 2], [2, 2], [8]))));
    }

    [Fact]
    public void The_cheaper_shape_of_binary_codes_is_a_train_of_their_compression()
    {
        var dense = new ModelConfiguration { Items = 40_727, Encoder = new EncoderSizes { Width = 64, Inner = 64 } };
        ModelConfiguration codes = dense with { Table = new BinaryCodesShape(64) }, cheap = LatencyRounds.Cheaper(codes)!.Value;
        Assert.IsType<PlainTrainShape>(cheap.Table);
        Assert.True(TableShapeSearch.Compression(cheap, codes) >= 1);
        Assert.True(TableShapeSearch.MacsPerItem(cheap) < 64);
    }
}
