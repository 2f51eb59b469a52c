using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Encoding;

namespace OnDeviceRec.Models.Tests.Encoding;

public sealed class EncoderWidthsTests
{
    [Fact]
    public void Another_width_has_its_inner_width_in_proportion_and_all_else_alike()
    {
        var sizes = new EncoderSizes
        {
            Width = 128,
            Inner = 192,
            Heads = 4,
            Layers = 3,
            MaxLength = 7,
            Readout = ReadoutKind.Last,
            LayerNormEpsilon = 1e-5f,
        };
        Assert.Equal(sizes with { Width = 64, Inner = 96 }, sizes.OfWidth(64));
        Assert.Equal(sizes, sizes.OfWidth(128));
        Assert.Equal(1, new EncoderSizes { Width = 128, Inner = 1 }.OfWidth(2).Inner);
        var largest = new EncoderSizes { Width = ModelConfiguration.MaxWidth, Inner = ModelConfiguration.MaxWidth };
        Assert.Equal(largest, largest.OfWidth(ModelConfiguration.MaxWidth));
    }

    [Fact]
    public void Another_width_that_the_heads_do_not_divide_is_refused_where_it_is_checked()
    {
        var configuration = new ModelConfiguration { Items = 5, Encoder = new EncoderSizes { Heads = 4 }.OfWidth(30) };
        Assert.Equal("Model: 4 heads do not divide width 30.", Assert.Throws<ArgumentException>(() => configuration.Checked()).Message);
    }
}
