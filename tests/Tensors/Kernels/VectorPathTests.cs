namespace OnDeviceRec.Kernels.Tests;

/// <summary>The tests of all kernels on every narrower vector path of this machine.</summary>
public class VectorPathTests
{
    private const int LeastTests = 180;

    [Theory]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(0)]
    public void Every_test_of_a_kernel_holds_with_narrower_vectors(int bits)
    {
        Assert.SkipWhen(VectorPath.Forced is not null, "This is such a run.");
        Assert.SkipWhen(bits >= VectorPath.Bits, $"Vectors have {VectorPath.Bits} bits here.");
        int run = VectorPath.Run(bits, typeof(VectorPathTests).Assembly, "OnDeviceRec.Kernels.Tests.*");
        Assert.True(run >= LeastTests, $"{run} tests were run, {LeastTests} at least were expected.");
    }

    [Fact]
    public void The_vectors_are_those_that_were_asked_for() => Assert.Equal(VectorPath.Forced ?? VectorPath.Bits, VectorPath.Bits);
}
