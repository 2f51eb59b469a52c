namespace OnDeviceRec.Kernels.Tests;

public class BinarizationTests
{
    [Fact]
    public void Agree_with_the_reference_at_every_length()
    {
        foreach (int n in Rows.Lengths.Where(n => n > 0).Append(40_727))
        {
            float[] x = Rows.Uniform(n, 1), y = new float[n];
            Binarization.Run(0.7f, x, y);
            Assert.Equal(Binarization.Reference<float>(0.7f, x), y);
        }
    }

    [Fact]
    public void Worked_numbers_with_zeros_of_both_signs()
    {
        float[] y = new float[4];
        Binarization.Run(2, [1, -3, 0f, -0f], y);
        Assert.Equal([2, -2, 2, -2], y);
    }

    [Fact]
    public void Nothing_in_nothing_out() => Binarization.Run(1, [], []);
}
