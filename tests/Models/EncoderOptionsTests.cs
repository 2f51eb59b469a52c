namespace OnDeviceRec.Models.Tests;

public sealed class EncoderOptionsTests
{
    [Fact]
    public void The_defaults_are_the_paper_s()
    {
        EncoderOptions options = new EncoderOptions().Checked();
        Assert.Equal((128, 128, 1, 1, 50, Readout.SoftAttention), (options.Width, options.Inner, options.Heads, options.Layers, options.MaxLength, options.Readout));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        AssertRefused(new EncoderOptions { Width = 0 }, "EncoderOptions: Width is 0; it must be at least 1.");
        AssertRefused(new EncoderOptions { MaxLength = -1 }, "EncoderOptions: MaxLength is -1; it must be at least 1.");
        AssertRefused(new EncoderOptions { Width = 10, Heads = 4 }, "EncoderOptions: 4 heads do not divide the width 10; take a divisor of it.");
        AssertRefused(new EncoderOptions { LogitScale = -1 }, "EncoderOptions: the encodings' norm is -1; it must be above 0, or 0 to leave them as they are.");
        AssertRefused(new EncoderOptions { LogitScale = float.NaN }, "EncoderOptions: the encodings' norm is NaN; it must be above 0, or 0 to leave them as they are.");
    }

    private static void AssertRefused(EncoderOptions options, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(options.Checked).Message);

    [Fact]
    public void Another_width_has_its_inner_width_in_proportion_and_all_else_alike()
    {
        var options = new EncoderOptions { Width = 128, Inner = 192, Heads = 4, Layers = 3, MaxLength = 7, Copies = true, LogitScale = 10 };
        Assert.Equal(options with { Width = 64, Inner = 96 }, options.OfWidth(64));
        Assert.Equal(options, options.OfWidth(128));
        Assert.Throws<ArgumentException>(() => options.OfWidth(30));
    }
}
