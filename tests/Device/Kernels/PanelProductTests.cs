using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Tests.Kernels;

public sealed class PanelProductTests
{
    private delegate void Path(ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<float> panels, int columns, Span<float> y);

    [Fact]
    public void Every_path_is_the_product_at_every_size()
    {
        Path[] paths = [PanelProduct.Run<float, LoadSingle>, PanelProduct.RunVector256<float, LoadSingle>, PanelProduct.RunVector128<float, LoadSingle>];
        foreach (int inner in (int[])[1, 2, 7, 33])
        {
            for (int rows = 1; rows <= 13; rows++)
            {
                for (int columns = 1; columns <= 70; columns++)
                {
                    float[] x = Numbers(rows * inner, rows), p = Numbers(inner * columns, columns);
                    double[] expected = Product(x, p, rows, inner, columns);
                    foreach (Path path in paths) Close.Assert(expected, Run(path, x, Pack(p, inner, columns), rows, inner, columns), 1e-6);
                }
            }
        }
    }

    [Fact]
    public void A_number_does_not_depend_on_the_rows_and_columns_beside_it()
    {
        const int Inner = 37, Columns = 83;
        float[] x = Numbers(13 * Inner, 1), panels = Pack(Numbers(Inner * Columns, 2), Inner, Columns);
        foreach (Path path in (Path[])[PanelProduct.RunVector256<float, LoadSingle>, PanelProduct.RunVector128<float, LoadSingle>])
        {
            float[] all = Run(path, x, panels, 13, Inner, Columns);
            for (int rows = 1; rows < 13; rows++) Assert.Equal(all[..(rows * Columns)], Run(path, x, panels, rows, Inner, Columns));
            for (int columns = 1; columns < Columns; columns++) Assert.Equal(all[..columns], Run(path, x, panels, 1, Inner, columns));
        }
    }

    private static float[] Run(Path path, float[] x, float[] panels, int rows, int inner, int columns)
    {
        // Sentinels behind the result show a store too far.
        float[] y = new float[(rows * columns) + 64];
        Array.Fill(y, -1000f);
        path(x, rows, inner, panels, columns, y);
        Assert.All(y[(rows * columns)..], value => Assert.Equal(-1000f, value));
        return y[..(rows * columns)];
    }

    private static float[] Pack(float[] p, int inner, int columns)
    {
        float[] panels = new float[inner * PanelProduct.Padded(columns)];
        for (int k = 0; k < inner; k++)
        {
            for (int n = 0; n < columns; n++) panels[PanelProduct.PackedIndex(inner, k, n)] = p[(k * columns) + n];
        }

        return panels;
    }

    private static double[] Product(float[] x, float[] p, int rows, int inner, int columns)
    {
        double[] y = new double[rows * columns];
        for (int m = 0; m < rows; m++)
        {
            for (int n = 0; n < columns; n++)
            {
                for (int k = 0; k < inner; k++) y[(m * columns) + n] += (double)x[(m * inner) + k] * p[(k * columns) + n];
            }
        }

        return y;
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
