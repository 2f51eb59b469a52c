namespace OnDeviceRec.Data.Logs.Tests;

public class OptionTextTests
{
    [Theory]
    [InlineData("30m", "30m")]
    [InlineData("60m", "1h")]
    [InlineData("0s", "0s")]
    [InlineData("24h", "1d")]
    [InlineData("90s", "90s")]
    [InlineData("none", "none")]
    [InlineData("30", null)]
    [InlineData("-5m", null)]
    [InlineData("999999999d", null)]
    [InlineData("m", null)]
    public void A_pause_is_read_and_written(string text, string? written)
    {
        Assert.Equal(written is not null, Pause.TryParse(text, out TimeSpan? pause));
        if (written is not null) Assert.Equal(written, Pause.Text(pause));
    }

    [Theory]
    [InlineData("1%", "1%", 100, 1)]
    [InlineData("0.5%", "0.5%", 1000, 5)]
    [InlineData("7", "7", 0, 7)]
    [InlineData("101%", null, 0, 0)]
    [InlineData("-1", null, 0, 0)]
    [InlineData("%", null, 0, 0)]
    public void A_limit_of_bad_rows_is_read_and_kept(string text, string? written, int rows, int most)
    {
        Assert.Equal(written is not null, BadRowLimit.TryParse(text, out BadRowLimit limit));
        if (written is null) return;
        Assert.Equal(written, limit.ToString());
        Assert.True(limit.Allows(most, rows));
        Assert.False(limit.Allows(most + 1, rows));
    }

    [Theory]
    [InlineData("2GB", 2_000_000_000, "2GB")]
    [InlineData("1500MB", 1_500_000_000, "1500MB")]
    [InlineData("2 GB", null, null)]
    [InlineData("2", null, null)]
    [InlineData("-1GB", null, null)]
    public void An_amount_of_memory_is_read_and_written(string text, int? bytes, string? written)
    {
        Assert.Equal(bytes is not null, ByteSize.TryParse(text, out long read));
        if (bytes is null) return;
        Assert.Equal((long)bytes, read);
        Assert.Equal(written, ByteSize.Text(read));
    }
}
