using FsCheck.Xunit;

namespace OnDeviceRec.Kernels.Tests;

public class DotTests
{
    [Fact]
    public void Worked_values_hold() => Assert.Equal(32f, Dot.Run([1f, 2f, 3f], [4f, 5f, 6f]));

    [Fact]
    public void Agrees_with_the_reference_at_every_length()
    {
        foreach (int n in Rows.Lengths.Append(40_727))
        {
            float[] a = Rows.Uniform(n, 1), b = Rows.Uniform(n, 2);
            double size = a.Zip(b, (x, y) => Math.Abs((double)x * y)).Sum();
            Rows.AssertClose(Dot.Reference<double>(Rows.Widen(a), Rows.Widen(b)), Dot.Run(a, b), 1e-7 * (1 + size), $"n = {n}");
        }
    }

    [Property(Arbitrary = [typeof(Rows)])]
    public bool Does_not_depend_on_the_order_of_its_arguments(float[] a)
    {
        float[] b = [.. a.Reverse()];
        return Dot.Run(a, b).Equals(Dot.Run(b, a));
    }

    [Fact]
    public void Every_element_counts_once()
    {
        foreach (int n in Rows.Lengths)
        {
            for (int i = 0; i < n; i++)
            {
                float[] a = new float[n], b = new float[n];
                (a[i], b[i]) = (2f, 3f);
                Assert.Equal(6f, Dot.Run(a, b));
            }
        }
    }
}
