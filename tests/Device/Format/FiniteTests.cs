namespace OnDeviceRec.Device.Tests.Format;

public sealed class FiniteTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Finds_the_first_bad_number_wherever_it_stands(float bad)
    {
        for (int length = 0; length <= 40; length++)
        {
            float[] values = new float[length];
            Array.Fill(values, float.MaxValue);
            Assert.Equal(-1, Finite.FirstBad(values));
            for (int at = length - 1; at >= 0; at--)
            {
                values[at] = bad;
                Assert.Equal(at, Finite.FirstBad(values));
            }
        }
    }
}
