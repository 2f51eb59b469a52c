using FsCheck;
using FsCheck.Fluent;

namespace OnDeviceRec.Kernels.Tests;

/// <summary>Rows of finite values for the tests of kernels, and the comparison with a twin in double.</summary>
public static class Rows
{
    /// <summary>Every length up to 64, and some that fill the unrolled loops with and without a rest.</summary>
    public static IEnumerable<int> Lengths => Enumerable.Range(0, 65).Concat([100, 128, 1000, 1031]);

    /// <summary>For FsCheck: 1 to 80 values in [-20, 20], some of them equal.</summary>
    public static Arbitrary<float[]> Row() =>
        (from n in Gen.Choose(1, 80)
         from coarse in Gen.Elements(true, false)
         from values in Gen.Choose(-20_000, 20_000).ArrayOf(n)
         select Array.ConvertAll(values, v => coarse ? v / 2_000 : v / 1_000f)).ToArbitrary();

    /// <summary>n values uniform in (-spread, spread); the same for the same arguments.</summary>
    public static float[] Uniform(int n, int seed, float spread = 3f)
    {
        Random random = new(seed * 10_007 + n);
        float[] row = new float[n];
        for (int i = 0; i < n; i++)
            row[i] = (random.NextSingle() * 2f - 1f) * spread;
        return row;
    }

    public static double[] Widen(float[] row) => Array.ConvertAll(row, v => (double)v);

    /// <summary>|actual - expected| ≤ tolerance·max(1, |expected|) everywhere.</summary>
    public static void AssertClose(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
            AssertClose(expected[i], actual[i], tolerance, $"[{i}] of {actual.Length}");
    }

    /// <summary>|actual - expected| ≤ tolerance·max(1, |expected|).</summary>
    public static void AssertClose(double expected, float actual, double tolerance, string where = "")
    {
        Assert.True(
            Math.Abs(actual - expected) <= tolerance * Math.Max(1, Math.Abs(expected)),
            $"{where}: expected {expected:R}, got {actual:R}, tolerance {tolerance:R}");
    }

    /// <summary>Equal to the bit, the sign of zero and NaN included.</summary>
    public static void AssertSameBits(float[] expected, float[] actual) =>
        Assert.Equal(Array.ConvertAll(expected, BitConverter.SingleToInt32Bits), Array.ConvertAll(actual, BitConverter.SingleToInt32Bits));
}
