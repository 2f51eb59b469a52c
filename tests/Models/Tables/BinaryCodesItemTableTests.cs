using OnDeviceRec.Autograd;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Models.Tests.Tables;

public sealed class BinaryCodesItemTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(16)]
    [InlineData(25)]
    public void The_table_is_the_projection_times_the_scaled_signs_of_the_latent_weights(int bits)
    {
        using SequenceModel model = Make(bits);
        var table = (BinaryCodesItemTable)model.Table;
        const int Items = SmallModels.Items;
        Assert.Equal((bits, Items, 16, false), (table.Bits, table.Items, table.Width, table.IsFull));
        Assert.Equal(bits * (16 + Items), table.ParameterCount);
        float[] w = table.Projection.Value.Span.ToArray(), latent = table.Latent.Value.Span.ToArray();
        float[][] rows = SmallModels.Table(model);
        for (int v = 0; v < Items; v++)
        {
            for (int j = 0; j < 16; j++)
            {
                double expected = Enumerable.Range(0, bits).Sum(r => w[(j * bits) + r] * 0.125 * Math.Sign(latent[(v * bits) + r]));
                Assert.Equal(expected, rows[v][j], 1e-5);
            }
        }
    }

    [Fact]
    public void Rows_are_those_of_the_table()
    {
        using SequenceModel model = Make(bits: 11);
        float[][] rows = SmallModels.Table(model);
        int[] some = [34, 0, 0, 7];
        using var tape = new Tape();
        tape.BeginInference();
        Variable read = model.Table.Rows(tape, some);
        for (int n = 0; n < some.Length; n++)
            Assert.All(read.Value.Row(n).ToArray().Zip(rows[some[n]]), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    private static SequenceModel Make(int bits) =>
        SmallModels.Make(SmallModels.Configuration(ReadoutKind.Last) with { Table = new BinaryCodesShape(bits) });
}
