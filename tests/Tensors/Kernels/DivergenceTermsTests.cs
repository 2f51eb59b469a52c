namespace OnDeviceRec.Kernels.Tests;

public class DivergenceTermsTests
{
    [Theory]
    [InlineData(1f)]
    [InlineData(0.7f)]
    public void Terms_and_sums_agree_with_the_reference_at_every_length(float scale)
    {
        foreach (int n in Rows.Lengths)
        {
            float[] t = Rows.Uniform(n, 1, 8), z = Rows.Uniform(n, 2, 8);
            double[] expected = Rows.Widen(t);
            (double sum, double difference) = DivergenceTerms.Reference(expected, 8, Rows.Widen(z), 9, scale);
            (float actualSum, float actualDifference) = DivergenceTerms.Run(t, 8, z, 9, scale);
            Rows.AssertClose(expected, t, 3e-7);
            Rows.AssertClose(sum, actualSum, 1e-6, $"n = {n}");

            // A sum of both signs: to the rounding of its largest terms.
            Assert.Equal(difference, actualDifference, 1e-6 * (16 * sum + 1));
        }
    }

    [Fact]
    public void Terms_and_their_sum_are_those_of_the_softmax_to_the_bit()
    {
        foreach (int n in Rows.Lengths)
        {
            float[] t = Rows.Uniform(n, 1, 20), expected = new float[n];
            float max = SoftmaxTerms.Max(t), sum = SoftmaxTerms.Run(t, max, 1.3f, expected);
            Assert.Equal((sum, 0f), DivergenceTerms.Run(t, max, [.. t], max, 1.3f));
            Rows.AssertSameBits(expected, t);
        }
    }

    [Fact]
    public void What_is_no_number_in_either_makes_the_difference_none_at_every_place()
    {
        foreach (int n in Rows.Lengths)
        {
            for (int i = 0; i < n; i++)
            {
                float[] t = Rows.Uniform(n, 1), z = Rows.Uniform(n, 2);
                z[i] = float.NaN;
                Assert.True(float.IsNaN(DivergenceTerms.Run([.. t], 3, z, 3, 1).Difference));
                t[i] = float.NaN;
                (float sum, float difference) = DivergenceTerms.Run(t, 3, Rows.Uniform(n, 2), 3, 1);
                Assert.True(float.IsNaN(sum) && float.IsNaN(difference));
            }
        }
    }
}
