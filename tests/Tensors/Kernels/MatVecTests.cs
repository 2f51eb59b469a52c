namespace OnDeviceRec.Kernels.Tests;

public class MatVecTests
{
    [Fact]
    public void Worked_values_hold()
    {
        float[] y = new float[2];
        MatVec.Run([1f, 2f, 3f, 4f], [5f, 6f], [0f, 1f], y);
        Assert.Equal([17f, 40f], y);
    }

    [Fact]
    public void Agrees_with_the_reference_for_every_small_shape()
    {
        foreach (int inputs in Rows.Lengths.Take(66))
        {
            for (int outputs = 0; outputs <= 9; outputs++)
            {
                foreach (bool biased in (bool[])[true, false])
                {
                    float[] weight = Rows.Uniform(outputs * inputs, 1), x = Rows.Uniform(inputs, 2);
                    float[] bias = biased ? Rows.Uniform(outputs, 3) : [], y = Rows.Uniform(outputs, 4);
                    double[] expected = new double[outputs];
                    MatVec.Reference<double>(Rows.Widen(weight), Rows.Widen(x), Rows.Widen(bias), expected);
                    MatVec.Run(weight, x, bias, y);
                    Rows.AssertClose(expected, y, 1e-6 * (1 + Math.Sqrt(inputs)));
                }
            }
        }
    }

    [Fact]
    public void A_row_does_not_depend_on_the_rows_beside_it()
    {
        const int inputs = 53, outputs = 11;
        float[] weight = Rows.Uniform(outputs * inputs, 1), x = Rows.Uniform(inputs, 2), y = new float[outputs];
        MatVec.Run(weight, x, [], y);
        for (int first = 0; first < outputs; first++)
        {
            float[] part = new float[outputs - first];
            MatVec.Run(weight.AsSpan(first * inputs), x, [], part);
            Rows.AssertSameBits(y[first..], part);
        }
    }
}
