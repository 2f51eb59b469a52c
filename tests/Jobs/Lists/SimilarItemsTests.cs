using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Jobs.Lists;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Jobs.Tests.Lists;

public sealed class SimilarItemsTests : IDisposable
{
    private const int Items = 30, Width = 6;

    private readonly string path = Path.GetTempFileName();

    private static TheoryData<TableShape> Tables =>
        [DenseShape.Instance, new BinaryCodesShape(5), new PlainTrainShape([5, 6], [2, 3], [4])];

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Worked_numbers_of_the_page()
    {
        ModelFile file = Saved(Of(DenseShape.Instance, items: 4, width: 2), [13, 24, 14, 23, 4, 12, 9, 21]);
        var similar = SimilarItems.To(file, 1, 20);
        Assert.Equal([2, 4, 3], similar.Items);
        Assert.Equal([24 / 25.0, 1 / Math.Sqrt(50), -1], similar.Scores);
        Assert.Equal("""{"item":1,"items":[2],"scores":[0.96]}""", SimilarItems.To(file, 1, 1).ToJson().ToJsonString());
    }

    [Fact]
    public void The_mean_row_is_like_no_other()
    {
        ModelFile file = Saved(Of(DenseShape.Instance, items: 3, width: 2), [1, 1, 2, 2, 3, 3]);
        Assert.Equal([0, -1], SimilarItems.To(file, 1, 2).Scores);
        var refused = Assert.Throws<InputException>(() => SimilarItems.To(file, 2, 1));
        Assert.Contains("like no other", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, Precision.Fp32)]
    [InlineData(1, Precision.Fp32)]
    [InlineData(2, Precision.Fp32)]
    [InlineData(0, Precision.Int8)]
    [InlineData(1, Precision.Int4)]
    [InlineData(2, Precision.Fp16)]
    public void Every_table_gives_the_cosines_of_its_rows_as_the_file_has_them(int table, Precision precision)
    {
        TableShape shape = Tables.ElementAt(table).Data;
        ModelFile file = Saved(Of(shape, Items, Width), table: null, precision);
        double[][] rows = Rows(file);
        double[] mean = Row(j => rows.Average(row => row[j]));
        foreach (double[] row in rows)
            for (int j = 0; j < Width; j++) row[j] -= mean[j];
        foreach (int item in (int[])[1, 17, Items])
        {
            var similar = SimilarItems.To(file, item, 100);
            Assert.Equal(Enumerable.Range(1, Items).Except([item]), similar.Items.Order());
            for (int i = 0; i < similar.Items.Length; i++)
            {
                double[] x = rows[item - 1], y = rows[similar.Items[i] - 1];
                Assert.Equal(Dot(x, y) / Math.Sqrt(Dot(x, x) * Dot(y, y)), similar.Scores[i], 1e-5);
                if (i > 0) Assert.True(similar.Scores[i - 1] >= similar.Scores[i]);
            }
        }
    }

    private static ModelConfiguration Of(TableShape table, int items, int width) => new()
    {
        Items = items,
        Encoder = new EncoderSizes { Width = width, Inner = 2, Heads = 1, Layers = 1, MaxLength = 3 },
        Table = table,
    };

    private ModelFile Saved(ModelConfiguration configuration, float[]? table, Precision precision = Precision.Fp32)
    {
        using var model = new SequenceModel(configuration, seed: 3);
        table?.CopyTo(model.Parameters[0].Value.Span);
        ModelStore.Save(model, path);
        if (precision != Precision.Fp32) ModelStore.Save(ModelFile.Read(path), precision, path);
        return ModelFile.Read(path);
    }

    // The naive twin: E[v] of the tensors' numbers, cell by cell.
    private static double[][] Rows(ModelFile file)
    {
        switch (file.Configuration.Table)
        {
            case DenseShape:
                float[] e = Numbers(file, TensorRole.ItemTable, 0);
                return [.. Enumerable.Range(0, Items).Select(v => Row(j => e[(v * Width) + j]))];
            case BinaryCodesShape codes:
                float[] w = Numbers(file, TensorRole.Core, 0), b = Numbers(file, TensorRole.Core, 1);
                return
                [
                    .. Enumerable.Range(0, Items).Select(
                        v => Row(j => Enumerable.Range(0, codes.Bits).Sum(r => (double)w[(j * codes.Bits) + r] * b[(r * Items) + v]))),
                ];
            default:
                // [1, 5, 2, 4] and [4, 6, 3, 1].
                float[] first = Numbers(file, TensorRole.Core, 0), second = Numbers(file, TensorRole.Core, 1);
                return
                [
                    .. Enumerable.Range(0, Items).Select(
                        v => Row(j => Enumerable.Range(0, 4).Sum(
                            r => (double)first[(((v / 6 * 2) + (j / 3)) * 4) + r] * second[(((r * 6) + (v % 6)) * 3) + (j % 3)]))),
                ];
        }
    }

    private static double[] Row(Func<int, double> number) => [.. Enumerable.Range(0, Width).Select(number)];

    private static float[] Numbers(ModelFile file, TensorRole role, int index)
    {
        float[] numbers = new float[file.Count(role, index)];
        file.CopyTo(role, index, numbers);
        return numbers;
    }

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
}
