using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs.Reports.Sections;

namespace OnDeviceRec.Jobs.Tests.Reports;

public class SentenceTests
{
    [Theory]
    [InlineData(0.0114, 0.009, 0.0138, "A has the next item among its first 20 more often than B, by 1.14 points of HR@20 (0.90 to 1.38)")]
    [InlineData(-0.004, -0.008, -3e-4, "A has the next item among its first 20 less often than B, by 0.40 points of HR@20 (0.03 to 0.80)")]
    [InlineData(0.001, -0.002, 0.004, "A and B do not differ beyond chance in HR@20: +0.10 points (−0.20 to +0.40)")]
    [InlineData(-0.001, -0.002, 0, "A and B do not differ beyond chance in HR@20: −0.10 points (−0.20 to 0.00)")]
    public void A_difference_is_said_with_its_interval(double value, double low, double high, string sentence) =>
        Assert.Equal($"{sentence}.", DifferenceSection.Sentence("A", "B", new PairedDifference(value, new Interval(low, high))));
}
