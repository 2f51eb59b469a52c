namespace OnDeviceRec.Device.Tests.Format;

public sealed class EncoderSizesTests
{
    [Fact]
    public void The_defaults_are_the_paper_s()
    {
        EncoderSizes sizes = new ModelConfiguration { Items = 1 }.Checked().Encoder;
        Assert.Equal(
            (128, 128, 1, 1, 50, ReadoutKind.SoftAttention, 1e-12f),
            (sizes.Width, sizes.Inner, sizes.Heads, sizes.Layers, sizes.MaxLength, sizes.Readout, sizes.LayerNormEpsilon));
    }
}
