using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Baselines.SequenceKnn;

namespace OnDeviceRec.Baselines.Tests.SequenceKnn;

public class GreatestTests
{
    [Property(MaxTest = 1000)]
    public Property The_greatest_are_those_that_sorting_puts_first() =>
        Prop.ForAll(Gen.Choose(-1000, 1000).ArrayOf().ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(), (drawn, count) =>
        {
            int[] values = [.. drawn.Distinct()], work = [.. values];
            int[] greatest = Greatest.Select<int>(work, count).ToArray();
            Assert.Equal(values.OrderDescending().Take(count), greatest.OrderDescending());
            Assert.Equal(values.Order(), work.Order());
        });

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(4999)]
    public void Rows_already_in_order_are_selected_too(int count)
    {
        ulong[] upwards = [.. Enumerable.Range(0, 5000).Select(i => (ulong)i)], downwards = [.. upwards.Reverse()];
        ulong[] expected = [.. upwards[^count..]];
        Assert.Equal(expected, Greatest.Select<ulong>(upwards, count).ToArray().Order());
        Assert.Equal(expected, Greatest.Select<ulong>(downwards, count).ToArray().Order());
    }
}
