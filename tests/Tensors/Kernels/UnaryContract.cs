using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

/// <summary>What every elementwise function of one input keeps to; its test class names the function and its largest error.</summary>
public abstract class UnaryContract
{
    /// <summary>The largest error, in units of the last place of the result.</summary>
    protected abstract double MaxUlp { get; }

    protected abstract void Run(ReadOnlySpan<float> x, Span<float> y);

    protected abstract void Reference(ReadOnlySpan<double> x, Span<double> y);

    /// <summary>Every 1,021st float of the 2³², and a dense grid where the function bends.</summary>
    protected virtual int Stride => 1021;

    // A hundredth of it where other vectors than this machine's are tried, the slowest of which have no instructions.
    private static int Thinning => VectorPath.Forced is null ? 1 : 100;

    [Fact]
    public void Stays_within_its_error_over_the_range_of_floats()
    {
        const int block = 4096;
        float[] x = new float[block], y = new float[block];
        double[] wide = new double[block], exact = new double[block];
        long next = int.MinValue;
        int grid = 0;
        double worst = 0;
        float at = 0;
        while (grid < 1_000_000)
        {
            for (int i = 0; i < block; i++)
            {
                // Bit patterns first, then the grid on [-25, 25].
                if (next <= int.MaxValue)
                {
                    x[i] = BitConverter.Int32BitsToSingle((int)next);
                    next += (long)Stride * Thinning;
                }
                else
                {
                    x[i] = grid * 5e-5f - 25f;
                    grid += Thinning;
                }

                wide[i] = x[i];
            }

            Run(x, y);
            Reference(wide, exact);
            for (int i = 0; i < block; i++)
            {
                if (!float.IsFinite(x[i]))
                    continue;
                double error = Ulps(exact[i], y[i]);
                if (!(error <= worst))
                    (worst, at) = (error, x[i]);
            }
        }

        Assert.True(worst <= MaxUlp, $"largest error {worst:F3} ulp at {at:R}, allowed {MaxUlp}");
    }

    [Fact]
    public void Agrees_with_the_reference_at_every_length()
    {
        foreach (int n in Rows.Lengths)
        {
            float[] x = Rows.Uniform(n, 1), y = new float[n];
            double[] expected = new double[n];
            Run(x, y);
            Reference(Rows.Widen(x), expected);
            Rows.AssertClose(expected, y, 3e-7);
        }
    }

    [Fact]
    public void Gives_the_same_in_place()
    {
        foreach (int n in Rows.Lengths)
        {
            float[] x = Rows.Uniform(n, 2), y = new float[n];
            Run(x, y);
            Run(x, x);
            Rows.AssertSameBits(y, x);
        }
    }

    [Property(Arbitrary = [typeof(Rows)])]
    public bool A_value_does_not_depend_on_its_position(float[] row)
    {
        float[] y = new float[row.Length], alone = new float[1];
        Run(row, y);
        for (int i = 0; i < row.Length; i++)
        {
            Run(row.AsSpan(i, 1), alone);
            if (BitConverter.SingleToInt32Bits(alone[0]) != BitConverter.SingleToInt32Bits(y[i]))
                return false;
        }

        return true;
    }

    [Fact]
    public void NaN_stays_NaN() => Assert.True(float.IsNaN(One(float.NaN)));

    protected float One(float x)
    {
        float[] y = new float[1];
        Run([x], y);
        return y[0];
    }

    /// <summary>|actual - exact| in units of the last place of the exact result as a float; 0 where that and actual are ∞.</summary>
    private static double Ulps(double exact, float actual)
    {
        float rounded = (float)exact;
        if (!float.IsFinite(rounded))
            return actual.Equals(rounded) ? 0 : double.PositiveInfinity;
        double ulp = Math.Max(Math.ScaleB(1, -149), Math.ScaleB(1, Math.ILogB(exact) - 23));
        return exact == 0 ? Math.Abs(actual) / Math.ScaleB(1, -149) : Math.Abs(actual - exact) / ulp;
    }
}
