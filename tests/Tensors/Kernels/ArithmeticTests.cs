namespace OnDeviceRec.Kernels.Tests;

/// <summary>Axpy, Add, Scale, Multiply, linear combinations: some roundings, so the twin in float agrees to the bit or nearly.</summary>
public class ArithmeticTests
{
    [Fact]
    public void Axpy_agrees_with_the_reference_at_every_length()
    {
        foreach (int n in Rows.Lengths)
        {
            float[] x = Rows.Uniform(n, 1), y = Rows.Uniform(n, 2);
            double[] expected = Rows.Widen(y);
            Axpy.Reference(-1.7f, Rows.Widen(x), expected);
            Axpy.Run(-1.7f, x, y);
            Rows.AssertClose(expected, y, 5e-7);
        }
    }

    [Fact]
    public void Add_equals_the_reference_at_every_length()
    {
        foreach (int n in Rows.Lengths)
        {
            float[] x = Rows.Uniform(n, 1), y = Rows.Uniform(n, 2), expected = [.. y];
            Add.Reference<float>(x, expected);
            Add.Run(x, y);
            Rows.AssertSameBits(expected, y);
        }
    }

    [Fact]
    public void Scale_equals_the_reference_at_every_length()
    {
        foreach (int n in Rows.Lengths)
        {
            float[] x = Rows.Uniform(n, 1), expected = [.. x];
            Scale.Reference(0.3f, expected);
            Scale.Run(0.3f, x);
            Rows.AssertSameBits(expected, x);
        }
    }

    [Fact]
    public void Multiply_equals_the_reference_at_every_length_also_in_place()
    {
        foreach (int n in Rows.Lengths)
        {
            float[] a = Rows.Uniform(n, 1), b = Rows.Uniform(n, 2), y = new float[n], expected = new float[n];
            Multiply.Reference<float>(a, b, expected);
            Multiply.Run(a, b, y);
            Rows.AssertSameBits(expected, y);
            Multiply.Run(a, b, a);
            Rows.AssertSameBits(expected, a);
        }
    }

    [Fact]
    public void Linear_combinations_agree_with_the_reference_at_every_length()
    {
        foreach (int n in Rows.Lengths)
        {
            float[] x = Rows.Uniform(n, 1), y = Rows.Uniform(n, 2), w = Rows.Uniform(n, 3), z = [.. y];
            double[] expected = Rows.Widen(y), ofThree = Rows.Widen(y);
            LinearCombination.Reference(0.3f, expected, -1.7f, Rows.Widen(x));
            LinearCombination.Run(0.3f, y, -1.7f, x);
            Rows.AssertClose(expected, y, 5e-7);
            LinearCombination.Reference(0.3f, ofThree, -1.7f, Rows.Widen(x), 0.9f, Rows.Widen(w));
            LinearCombination.Run(0.3f, z, -1.7f, x, 0.9f, w);
            Rows.AssertClose(ofThree, z, 7e-7);
        }
    }
}
