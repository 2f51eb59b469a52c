using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

public class ExpShiftedTests
{
    [Fact]
    public void Agrees_with_the_reference_at_every_length()
    {
        foreach (int n in Rows.Lengths)
        {
            float[] x = Rows.Uniform(n, 1), y = new float[n];
            double[] expected = new double[n];
            ExpShifted.Reference(Rows.Widen(x), 3.0, 0.5, expected);
            ExpShifted.Run(x, 3f, 0.5f, y);
            Rows.AssertClose(expected, y, 3e-7);
        }
    }

    [Property(Arbitrary = [typeof(Rows)])]
    public bool Its_sum_is_SumExp_to_the_bit(float[] row)
    {
        float[] y = new float[row.Length];
        ExpShifted.Run(row, 20f, 0.5f, y);
        return Sum.Run(y).Equals(SumExp.Run(row, 20f, 0.5f));
    }

    // From the denormals to infinity, so that no vector width scales by 2^n otherwise than the others.
    [Property(Arbitrary = [typeof(Rows)])]
    public bool A_value_does_not_depend_on_its_position(float[] row)
    {
        float[] y = new float[row.Length], alone = new float[1];
        ExpShifted.Run(row, 1f, 6f, y);
        for (int i = 0; i < row.Length; i++)
        {
            ExpShifted.Run(row.AsSpan(i, 1), 1f, 6f, alone);
            if (!alone[0].Equals(y[i])) return false;
        }

        return true;
    }

    [Fact]
    public void Scores_far_below_the_shift_weigh_nothing()
    {
        float[] y = new float[3];
        ExpShifted.Run([-1e4f, 1e4f, float.NegativeInfinity], 1e4f, 1f, y);
        Assert.Equal([0f, 1f, 0f], y);
    }
}
