namespace OnDeviceRec.Device.Tests.Format;

public sealed class ChecksumTests
{
    [Fact]
    public void Worked_values_of_crc_32c()
    {
        Assert.Equal(0xE3069283u, Checksum.Of("123456789"u8));
        Assert.Equal(0u, Checksum.Of([]));
        Assert.Equal(0x8A9136AAu, Checksum.Of(new byte[32]));
    }
}
