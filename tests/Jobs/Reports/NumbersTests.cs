using OnDeviceRec.Jobs.Reports;

namespace OnDeviceRec.Jobs.Tests.Reports;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999.4, "999 B")]
    [InlineData(999.6, "1 KB")]
    [InlineData(63_426, "63.4 KB")]
    [InlineData(999_949, "999.9 KB")]
    [InlineData(999_999.9999, "1 MB")]
    [InlineData(21_422_632, "21.4 MB")]
    public void Bytes_have_the_unit_that_leaves_the_shortest_number_of_at_least_one(double bytes, string text) =>
        Assert.Equal(text, Numbers.Bytes(bytes));

    [Theory]
    [InlineData(0.200013683996038, 0.200013683996038, 100)]
    [InlineData(0.2, 0.05, 25)]
    public void A_whole_is_exactly_a_hundred_percent_of_itself(double whole, double part, double percent) =>
        Assert.Equal(percent, Numbers.PercentOf(whole, part));
}
