namespace OnDeviceRec.Kernels.Tests;

public class SumExpTests
{
    [Fact]
    public void An_empty_row_sums_to_zero() => Assert.Equal(0f, SumExp.Run([], 1f, 1f));

    [Fact]
    public void Agrees_with_the_reference_at_every_length()
    {
        foreach (int n in Rows.Lengths.Append(40_727))
        {
            float[] x = Rows.Uniform(n, 1, 8f);
            Rows.AssertClose(SumExp.Reference(Rows.Widen(x), 7.0, 0.7), SumExp.Run(x, 7f, 0.7f), 1e-6, $"n = {n}");
        }
    }

    [Fact]
    public void The_padding_of_a_tail_adds_nothing()
    {
        // With a shift of -50 a padded zero would weigh e^50 against e^10.
        foreach (int n in Rows.Lengths)
            Assert.Equal(n, SumExp.Run(Enumerable.Repeat(-50f, n).ToArray(), -50f, 1f));
    }
}
