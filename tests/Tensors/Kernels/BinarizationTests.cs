namespace OnDeviceRec.Kernels.Tests;

public class BinarizationTests
{
    [Fact]
    public void Agree_with_the_reference_at_every_length()
    {
        foreach (int n in Rows.Lengths.Where(n => n > 0).Append(40_727))
        {
            float[] x = Rows.Uniform(n, 1), y = new float[n];
            Binarization.Run(Binarization.SumOfMagnitudes(x) / n, x, y);
            double[] expected = Binarization.Reference<double>(Rows.Widen(x));
            for (int i = 0; i < n; i++) Assert.Equal(expected[i], y[i], 1e-6);
        }
    }

    [Fact]
    public void Worked_numbers_with_zeros_of_both_signs()
    {
        float[] x = [1, -3, 0f, -0f], y = new float[4];
        Assert.Equal(4, Binarization.SumOfMagnitudes(x));
        Binarization.Run(1, x, y);
        Assert.Equal([1, -1, 1, -1], y);
    }

    [Fact]
    public void Nothing_in_nothing_out()
    {
        Assert.Equal(0, Binarization.SumOfMagnitudes([]));
        Binarization.Run(1, [], []);
    }
}
