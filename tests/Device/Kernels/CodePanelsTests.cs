using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Tests.Kernels;

public sealed class CodePanelsTests
{
    [Fact]
    public void It_is_the_product_at_every_size_and_writes_nothing_behind()
    {
        var random = new Random(1);
        foreach (int inner in (int[])[1, 3, 4, 5, 8, 9, 16, 33, 64])
        {
            for (int columns = 0; columns <= 50; columns++)
            {
                float[] x = [.. Enumerable.Range(0, inner).Select(_ => random.NextSingle() - 0.5f)];
                bool[,] signs = new bool[inner, columns];
                for (int i = 0; i < signs.Length; i++) signs[i / columns, i % columns] = random.Next(2) == 1;
                float[] y = [.. Enumerable.Repeat(100f, columns + 1)];
                CodePanels.Run(Tables(x), Pack(signs), y.AsSpan(0, columns));
                double[] expected =
                [
                    .. Enumerable.Range(0, columns)
                        .Select(n => Enumerable.Range(0, inner).Sum(k => signs[k, n] ? (double)x[k] : -x[k])),
                    100,
                ];
                Close.Assert(expected, y, 1e-6);
            }
        }
    }

    [Fact]
    public void Every_sum_is_added_in_the_order_of_k()
    {
        // 2^24 + 1 is no float: what is added first decides.
        float[] x = [1 << 24, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, -(1 << 24)];
        bool[,] signs = new bool[13, 17];
        for (int i = 0; i < signs.Length; i++) signs[i / 17, i % 17] = true;
        float[] y = new float[17];
        CodePanels.Run(Tables(x), Pack(signs), y);
        Assert.All(y, sum => Assert.Equal(0, sum));
    }

    [Fact]
    public void Worked_line()
    {
        // Column 0 has + − +, column 1 + + −, of k 0 to 2; column 16 is in the second panel.
        byte[] panels = new byte[32];
        (panels[0], panels[1], panels[16]) = (0b101, 0b011, 0b111);
        float[] y = new float[17];
        CodePanels.Run(Tables([1, 10, 100]), panels, y);
        Assert.Equal([91, -89, .. Enumerable.Repeat(-111f, 14), 111], y);
        float[] column = new float[3];
        CodePanels.ReadColumn(panels, 0, column);
        Assert.Equal([1, -1, 1], column);
        Assert.Equal(
            (2, 32L, 16 + 5, 32 + 16 + 1),
            (CodePanels.Lines(9), CodePanels.Bytes(9, 1), CodePanels.Index(9, 8, 5), CodePanels.Index(9, 8, 17)));
    }

    [Fact]
    public void A_column_is_what_the_panels_have_to_the_bit()
    {
        var random = new Random(2);
        foreach (int bits in (int[])[1, 8, 13, 64])
        {
            float[] x = [.. Enumerable.Range(0, bits).Select(_ => random.NextSingle() - 0.5f)], y = new float[40];
            byte[] codes = new byte[CodePanels.Bytes(bits, 40)];
            random.NextBytes(codes);
            CodePanels.Run(Tables(x), codes, y);
            Assert.Equal(y, Enumerable.Range(0, 40).Select(n => CodePanels.Column(Tables(x), codes, n)));
        }
    }

    private static float[] Tables(float[] x)
    {
        float[] tables = new float[CodePanels.Scratch(x.Length)];
        CodePanels.MakeTables(x, tables);
        return tables;
    }

    private static byte[] Pack(bool[,] signs)
    {
        byte[] panels = new byte[CodePanels.Bytes(signs.GetLength(0), signs.GetLength(1))];
        for (int k = 0; k < signs.GetLength(0); k++)
        {
            for (int n = 0; n < signs.GetLength(1); n++)
            {
                if (signs[k, n]) panels[CodePanels.Index(signs.GetLength(0), k, n)] |= (byte)(1 << (k % CodePanels.LineRows));
            }
        }

        return panels;
    }
}
