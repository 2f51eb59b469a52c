namespace OnDeviceRec.Data;

/// <summary>
/// Draws one of given values, P(values[i]) ∝ max(1, round(2^20 · (first + i)^−exponent)). Rounded to whole numbers, because the last
/// digit of a power differs between maths libraries and the draws must not.
/// </summary>
internal sealed class ZipfDraw
{
    private const double Scale = 1 << 20;

    private readonly int[] values;
    private readonly long[] cumulative;

    public ZipfDraw(int[] values, double exponent, int first = 1)
    {
        this.values = values;
        cumulative = new long[values.Length];
        long sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += Math.Max(1, (long)Math.Round(Scale * Math.Pow(first + i, -exponent)));
            cumulative[i] = sum;
        }
    }

    public int Next(ref SplitMix64 random)
    {
        int found = Array.BinarySearch(cumulative, random.Below(cumulative[^1]));
        return values[found < 0 ? ~found : found + 1];
    }
}
