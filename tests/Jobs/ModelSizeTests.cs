using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Jobs.Tests;

public class ModelSizeTests
{
    private static readonly ModelConfiguration Teacher = Presets.Copy.TeacherOf(36_968);

    [Theory]
    [InlineData("60x", 324_955)]
    [InlineData("1x", 19_497_348)]
    [InlineData("2.5x", 7_798_939)]
    [InlineData("300000", 300_000)]
    public void It_is_a_share_of_the_teacher_s_file_or_bytes(string text, long bytes)
    {
        Assert.True(ModelSize.IsSize(text));
        Assert.Equal(bytes, ModelSize.Bytes(text, Teacher));
    }

    [Fact]
    public void Auto_may_be_asked_for_and_is_no_number_of_bytes()
    {
        Assert.True(ModelSize.IsSize("auto"));
        Assert.Throws<ArgumentException>(() => ModelSize.Bytes("auto", Teacher));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("60 x")]
    [InlineData("0.5x")]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("1e3")]
    [InlineData("2.5")]
    [InlineData("60X")]
    [InlineData("Auto")]
    [InlineData("9999999999999999999999")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(ModelSize.IsSize(text));
        Assert.Contains("'60x'", Assert.Throws<ArgumentException>(() => ModelSize.Bytes(text, Teacher)).Message, StringComparison.Ordinal);
    }
}
