namespace OnDeviceRec.Device.Tests;

/// <summary>The golden rule for numbers that the test computes itself.</summary>
internal static class Close
{
    public static void Assert(double[] expected, ReadOnlySpan<float> actual, double tolerance = 1e-4) =>
        new GoldenTensor("values", [expected.Length], expected).AssertClose(actual, tolerance);
}
