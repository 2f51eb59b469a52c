namespace OnDeviceRec.Testing;

/// <summary>One tensor of a golden file: <paramref name="Data"/> is row-major.</summary>
public sealed record GoldenTensor(string Name, int[] Shape, double[] Data)
{
    public float[] ToSingle() => Array.ConvertAll(Data, x => (float)x);

    public int[] ToInt32() => Array.ConvertAll(Data, x => checked((int)x));

    /// <summary>The golden rule: max|a − b| ≤ tolerance · max(max|b|, 1e-6), over the whole tensor.</summary>
    public void AssertClose(ReadOnlySpan<float> actual, double tolerance = 1e-4)
    {
        if (actual.Length != Data.Length) throw new GoldenMismatchException($"{Name}: {actual.Length} values, expected {Data.Length}.");
        double scale = 1e-6, worst = 0;
        int at = 0;
        for (int i = 0; i < Data.Length; i++)
        {
            scale = Math.Max(scale, Math.Abs(Data[i]));
            double difference = Math.Abs(actual[i] - Data[i]);
            if (!(difference <= worst))
            {
                (worst, at) = (double.IsNaN(difference) ? double.PositiveInfinity : difference, i);
            }
        }

        if (worst > tolerance * scale)
            throw new GoldenMismatchException(
                $"{Name}[{at}]: {actual[at]:R}, expected {Data[at]:R}; off by {worst / scale:E2} of the largest value.");
    }
}
