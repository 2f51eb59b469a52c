using System.Numerics;
using System.Runtime.InteropServices;

namespace OnDeviceRec.Kernels;

/// <summary>How many scores a full ranking lists before a given one: the greater ones, and equal ones of lower index.</summary>
internal static class CountAhead
{
    /// <summary>#{v : x_v &gt; x_target} + #{v &lt; target : x_v = x_target}; −1 if a score is not finite.</summary>
    public static int Run(ReadOnlySpan<float> scores, int target)
    {
        float reference = scores[target];
        int count = AtLeast(scores[..target], reference) + Above(scores[(target + 1)..], reference);
        return AllFinite(scores) ? count : -1;
    }

    private static int AtLeast(ReadOnlySpan<float> x, float reference)
    {
        // A comparison yields −1 in every lane where it holds.
        Vector<int> counts = Vector<int>.Zero;
        var limit = new Vector<float>(reference);
        ReadOnlySpan<Vector<float>> whole = MemoryMarshal.Cast<float, Vector<float>>(x);
        foreach (Vector<float> v in whole) counts -= Vector.GreaterThanOrEqual(v, limit);
        int count = Vector.Sum(counts);
        foreach (float v in x[(whole.Length * Vector<float>.Count)..]) count += v >= reference ? 1 : 0;
        return count;
    }

    private static int Above(ReadOnlySpan<float> x, float reference) => AtLeast(x, MathF.BitIncrement(reference));

    private static bool AllFinite(ReadOnlySpan<float> x)
    {
        // x·0 is 0 for finite x and NaN otherwise, and NaN stays in the sum.
        Vector<float> sum = Vector<float>.Zero;
        ReadOnlySpan<Vector<float>> whole = MemoryMarshal.Cast<float, Vector<float>>(x);
        foreach (Vector<float> v in whole) sum += v * Vector<float>.Zero;
        float rest = Vector.Sum(sum);
        foreach (float v in x[(whole.Length * Vector<float>.Count)..]) rest += v * 0;
        return rest == 0;
    }
}
