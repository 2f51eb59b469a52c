using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

public class SoftmaxTermsTests
{
    [Fact]
    public void An_empty_span_has_no_terms()
    {
        Assert.Equal(float.NegativeInfinity, SoftmaxTerms.Max([]));
        Assert.Equal(0, SoftmaxTerms.Run([], 1, 1, []));
    }

    [Property(Arbitrary = [typeof(Rows)])]
    public bool The_maximum_is_the_largest_value(float[] row) => SoftmaxTerms.Max(row).Equals(Max.Reference<float>(row));

    [Theory]
    [InlineData(1f)]
    [InlineData(1.7f)]
    public void Terms_and_sum_agree_with_the_reference_at_every_length(float scale)
    {
        foreach (int n in Rows.Lengths)
        {
            float[] x = Rows.Uniform(n, 1, 8), y = new float[n];
            double[] expected = new double[n];
            double sum = SoftmaxTerms.Reference(Rows.Widen(x), 8, scale, expected);
            Rows.AssertClose(sum, SoftmaxTerms.Run(x, 8, scale, y), 1e-6, $"n = {n}");
            Rows.AssertClose(expected, y, 3e-7);
        }
    }

    // Vectors in step, alone and in part: a value does not depend on its place. Far below the maximum are the denormals, and zeros.
    [Property(Arbitrary = [typeof(Rows)])]
    public void Terms_are_shifted_exponentials_to_the_bit_also_in_place(float[] row)
    {
        float max = SoftmaxTerms.Max(row);
        float[] expected = new float[row.Length];
        ExpShifted.Run(row, max, 6f, expected);
        float[] y = new float[row.Length];
        float sum = SoftmaxTerms.Run(row, max, 6f, y);
        Rows.AssertSameBits(expected, y);
        Assert.Equal(sum, SoftmaxTerms.Run(row, max, 6f, row));
        Rows.AssertSameBits(expected, row);
    }

    [Fact]
    public void What_is_no_number_makes_the_sum_none_at_every_place()
    {
        foreach (int n in Rows.Lengths)
        {
            for (int i = 0; i < n; i++)
            {
                foreach (float value in (float[])[float.NaN, float.PositiveInfinity])
                {
                    float[] row = Rows.Uniform(n, 1);
                    row[i] = value;
                    Assert.True(float.IsNaN(SoftmaxTerms.Run(row, SoftmaxTerms.Max(row), 1, row)), $"{value} at {i} of {n}");
                }
            }
        }
    }

    [Fact]
    public void Minus_infinity_weighs_nothing_and_a_row_of_it_has_no_softmax()
    {
        float[] row = [.. Rows.Uniform(70, 1), float.NegativeInfinity], y = new float[71];
        Assert.True(float.IsFinite(SoftmaxTerms.Run(row, SoftmaxTerms.Max(row), 1, y)));
        Assert.Equal(0, y[70]);
        Array.Fill(row, float.NegativeInfinity);
        Assert.True(float.IsNaN(SoftmaxTerms.Run(row, SoftmaxTerms.Max(row), 1, y)));
    }
}
