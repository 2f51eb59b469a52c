namespace OnDeviceRec.Device.Tests;

/// <summary>Kernels, golden vectors, histories and filters on every narrower vector path of this machine.</summary>
public sealed class VectorPathTests
{
    private const int LeastTests = 30;

    [Theory]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(0)]
    public void Models_answer_the_same_with_narrower_vectors(int bits)
    {
        Assert.SkipWhen(VectorPath.Forced is not null, "This is such a run.");
        Assert.SkipWhen(bits >= VectorPath.Bits, $"Vectors have {VectorPath.Bits} bits here.");
        int run = VectorPath.Run(
            bits,
            typeof(VectorPathTests).Assembly,
            "OnDeviceRec.Device.Tests.Kernels.*",
            "OnDeviceRec.Device.Tests.Tables.*",
            "OnDeviceRec.Device.Tests.Format.PackedMatrixTests",
            "OnDeviceRec.Device.Tests.GoldenTests",
            "OnDeviceRec.Device.Tests.DeviceModelTests",
            "OnDeviceRec.Device.Tests.ListAloneTests",
            "OnDeviceRec.Device.Tests.VectorPathTests");
        Assert.True(run >= LeastTests, $"{run} tests were run, {LeastTests} at least were expected.");
    }

    [Fact]
    public void The_vectors_are_those_that_were_asked_for() => Assert.Equal(VectorPath.Forced ?? VectorPath.Bits, VectorPath.Bits);
}
