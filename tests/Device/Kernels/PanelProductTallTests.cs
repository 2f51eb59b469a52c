using System.Runtime.Intrinsics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Tests.Kernels;

/// <summary>Many rows at once: tiles of every height, panels that are widened for all rows and panels too long for it.</summary>
public sealed class PanelProductTallTests
{
    private delegate void Path<TNumber>(
        ReadOnlySpan<float> x, int rows, int inner, ReadOnlySpan<TNumber> panels, int columns, Span<float> y);

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(300)]
    [InlineData(600)]
    public void Every_path_and_number_is_the_product_and_each_row_is_as_if_alone(int inner)
    {
        IsTheProductRowByRow<float, LoadSingle>(inner, x => x);
        IsTheProductRowByRow<Half, LoadHalf>(inner, x => (Half)x);
        IsTheProductRowByRow<sbyte, LoadInt8>(inner, x => (sbyte)MathF.Round(254 * x));
    }

    [Fact]
    public void Numbers_are_widened_exactly_at_every_length()
    {
        for (int length = 0; length <= 70; length++)
        {
            Half[] halves =
            [
                .. Enumerable.Range(0, length)
                    .Select(i => (Half)(i * 0.37f))
                    .Select((x, i) => i % 3 == 0 ? -x : i % 5 == 0 ? Half.Epsilon : x),
            ];
            sbyte[] bytes = [.. Enumerable.Range(0, length).Select(i => (sbyte)((i * 29 % 255) - 127))];
            // A sentinel behind the result shows a store too far.
            float[] fromHalves = [.. new float[length], -1000], fromBytes = [.. new float[length], -1000];
            PanelProduct.Widen<Half, LoadHalf>(halves, fromHalves);
            PanelProduct.Widen<sbyte, LoadInt8>(bytes, fromBytes);
            Assert.Equal([.. halves.Select(x => (float)x), -1000], fromHalves);
            Assert.Equal([.. bytes.Select(x => (float)x), -1000], fromBytes);
        }
    }

    private static void IsTheProductRowByRow<TNumber, TLoad>(int inner, Func<float, TNumber> store)
        where TNumber : unmanaged
        where TLoad : struct, IPanelLoad<TNumber>
    {
        foreach ((int rows, int columns) in ((int, int)[])[(7, 16), (8, 33), (9, 31), (12, 50), (17, 64), (23, 49)])
        {
            var random = new Random(rows + columns + inner);
            float[] x = [.. Enumerable.Range(0, rows * inner).Select(_ => random.NextSingle() - 0.5f)];
            TNumber[] panels = new TNumber[inner * PanelProduct.Padded(columns)];
            double[] expected = new double[rows * columns];
            for (int k = 0; k < inner; k++)
            {
                for (int n = 0; n < columns; n++)
                {
                    TNumber number = store(random.NextSingle() - 0.5f);
                    panels[PanelProduct.PackedIndex(inner, k, n)] = number;
                    double value = default(TLoad).Load1(number);
                    for (int m = 0; m < rows; m++) expected[(m * columns) + n] += x[(m * inner) + k] * value;
                }
            }

            foreach (Path<TNumber> path in Paths<TNumber, TLoad>())
            {
                // Sentinels behind the result show a store too far.
                float[] y = new float[expected.Length + 64];
                Array.Fill(y, -1000f);
                path(x, rows, inner, panels, columns, y);
                Close.Assert(expected, y.AsSpan(0, expected.Length), 1e-5);
                Assert.All(y[expected.Length..], value => Assert.Equal(-1000f, value));
                float[] alone = new float[columns];
                for (int m = 0; m < rows; m++)
                {
                    path(x.AsSpan(m * inner, inner), 1, inner, panels, columns, alone);
                    Assert.Equal(alone, y.AsSpan(m * columns, columns));
                }
            }
        }
    }

    private static IEnumerable<Path<TNumber>> Paths<TNumber, TLoad>()
        where TNumber : unmanaged
        where TLoad : struct, IPanelLoad<TNumber>
    {
        yield return PanelProduct.Run<TNumber, TLoad, Vector128<float>>;
        if (Vector256.IsHardwareAccelerated) yield return PanelProduct.Run<TNumber, TLoad, Vector256<float>>;
        if (Vector512.IsHardwareAccelerated) yield return PanelProduct.Run<TNumber, TLoad, Vector512<float>>;
    }
}
