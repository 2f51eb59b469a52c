using System.Runtime.Intrinsics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Tests.Kernels;

public sealed class PanelProductTests
{
    private delegate void Path<TNumber>(
        ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<TNumber> panels, int columns, Span<float> y);

    [Fact]
    public void Every_path_is_the_product_of_fp32_numbers_at_every_size() => IsTheProduct(Paths<float, LoadSingle>(), Single);

    [Fact]
    public void Every_path_is_the_product_of_fp16_numbers_at_every_size() => IsTheProduct(Paths<Half, LoadHalf>(), x => (Half)x);

    [Fact]
    public void Every_path_is_the_product_of_int8_numbers_at_every_size() => IsTheProduct(Paths<sbyte, LoadInt8>(), Int8);

    [Fact]
    public void A_number_does_not_depend_on_the_rows_and_columns_beside_it()
    {
        StandsAlone(Paths<float, LoadSingle>(), Single);
        StandsAlone(Paths<Half, LoadHalf>(), x => (Half)x);
        StandsAlone(Paths<sbyte, LoadInt8>(), Int8);
    }

    [Fact]
    public void No_path_touches_the_byte_behind_a_span()
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Guard pages are set up with mmap and mprotect, on Linux only.");
        StaysInside(Paths<float, LoadSingle>());
        StaysInside(Paths<Half, LoadHalf>());
        StaysInside(Paths<sbyte, LoadInt8>());
    }

    [Fact]
    public void Worked_place_of_a_number_in_the_panels()
    {
        Assert.Equal(
            (0L, 16L, 16L, 32L), (PanelProduct.Padded(0), PanelProduct.Padded(1), PanelProduct.Padded(16), PanelProduct.Padded(17)));
        Assert.Equal(
            (0, 16, 49), (PanelProduct.PackedIndex(2, 0, 0), PanelProduct.PackedIndex(2, 1, 0), PanelProduct.PackedIndex(2, 1, 17)));
    }

    private static float Single(float x) => x;

    private static sbyte Int8(float x) => (sbyte)MathF.Round(254 * x);

    private static IEnumerable<Path<TNumber>> Paths<TNumber, TLoad>()
        where TNumber : unmanaged
        where TLoad : struct, IPanelLoad<TNumber>
    {
        yield return PanelProduct.Run<TNumber, TLoad>;
        yield return PanelProduct.Run<TNumber, TLoad, Vector128<float>>;
        if (Vector256.IsHardwareAccelerated) yield return PanelProduct.Run<TNumber, TLoad, Vector256<float>>;
    }

    private static void IsTheProduct<TNumber>(IEnumerable<Path<TNumber>> paths, Func<float, TNumber> store)
        where TNumber : unmanaged
    {
        foreach (int inner in (int[])[1, 2, 7, 33])
        {
            for (int rows = 1; rows <= 13; rows++)
            {
                for (int columns = 1; columns <= 70; columns++)
                {
                    float[] x = Numbers(rows * inner, rows);
                    TNumber[] p = Array.ConvertAll(Numbers(inner * columns, columns), number => store(number));
                    double[] expected = Product(x, Array.ConvertAll(p, ToDouble), rows, inner, columns);
                    foreach (Path<TNumber> path in paths)
                        Close.Assert(expected, Run(path, x, Pack(p, inner, columns), rows, inner, columns), 1e-6);
                }
            }
        }
    }

    private static void StandsAlone<TNumber>(IEnumerable<Path<TNumber>> paths, Func<float, TNumber> store)
        where TNumber : unmanaged
    {
        const int Inner = 37, Columns = 83;
        float[] x = Numbers(13 * Inner, 1);
        TNumber[] panels = Pack(Array.ConvertAll(Numbers(Inner * Columns, 2), number => store(number)), Inner, Columns);
        foreach (Path<TNumber> path in paths)
        {
            float[] all = Run(path, x, panels, 13, Inner, Columns);
            for (int rows = 1; rows < 13; rows++) Assert.Equal(all[..(rows * Columns)], Run(path, x, panels, rows, Inner, Columns));
            for (int columns = 1; columns < Columns; columns++) Assert.Equal(all[..columns], Run(path, x, panels, 1, Inner, columns));
        }
    }

    private static void StaysInside<TNumber>(IEnumerable<Path<TNumber>> paths)
        where TNumber : unmanaged
    {
        foreach (int inner in (int[])[1, 5])
        {
            for (int rows = 0; rows <= 13; rows++)
            {
                foreach (int columns in (int[])[0, 1, 8, 15, 16, 17, 24, 48, 63, 64, 65, 80])
                {
                    using GuardedMemory memory = new();
                    Span<float> x = memory.Floats(rows * inner), y = memory.Floats(rows * columns);
                    Span<TNumber> panels = memory.Allocate<TNumber>((int)(inner * PanelProduct.Padded(columns)));
                    foreach (Path<TNumber> path in paths) path(x, rows, inner, panels, columns, y);
                    Assert.True(y.IndexOfAnyExcept(0f) < 0);
                }
            }
        }
    }

    private static float[] Run<TNumber>(Path<TNumber> path, float[] x, TNumber[] panels, int rows, int inner, int columns)
    {
        // Sentinels behind the result show a store too far.
        float[] y = new float[(rows * columns) + 64];
        Array.Fill(y, -1000f);
        path(x, rows, inner, panels, columns, y);
        Assert.True(y.AsSpan(rows * columns).IndexOfAnyExcept(-1000f) < 0);
        return y[..(rows * columns)];
    }

    private static TNumber[] Pack<TNumber>(TNumber[] p, int inner, int columns)
    {
        TNumber[] panels = new TNumber[inner * ((columns + 15) / 16 * 16)];
        for (int k = 0; k < inner; k++)
        {
            for (int n = 0; n < columns; n++) panels[(((n / 16 * inner) + k) * 16) + (n % 16)] = p[(k * columns) + n];
        }

        return panels;
    }

    private static double[] Product(float[] x, double[] p, int rows, int inner, int columns)
    {
        double[] y = new double[rows * columns];
        for (int m = 0; m < rows; m++)
        {
            for (int n = 0; n < columns; n++)
            {
                for (int k = 0; k < inner; k++) y[(m * columns) + n] += x[(m * inner) + k] * p[(k * columns) + n];
            }
        }

        return y;
    }

    private static double ToDouble<TNumber>(TNumber x) => x switch
    {
        float f => f,
        Half h => (double)h,
        sbyte b => b,
        _ => throw new ArgumentOutOfRangeException(nameof(x)),
    };

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
