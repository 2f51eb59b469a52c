using FsCheck;
using FsCheck.Xunit;

namespace OnDeviceRec.Data.Tests;

public class ExamplesTests
{
    [Fact]
    public void Every_prefix_from_minPrefix_on_is_an_example()
    {
        var examples = new Examples(Sequences.Of([7, 3, 9, 5], [4, 4], [1, 2, 3]), minPrefix: 2);
        Assert.Equal([new(0, 2), new(0, 3), new(2, 2)], Enumerable.Range(0, examples.Count).Select(i => examples[i]));
        Assert.Equal([7, 3, 9], examples.Prefix(1).ToArray());
        Assert.Equal(5, examples.Target(1));
        Assert.Equal([3, 9], examples.Prefix(1, maxLength: 2).ToArray());
        Assert.Equal(3, examples.LongestPrefix);
    }

    [Property(Arbitrary = [typeof(Arbitraries)])]
    public void Examples_equal_the_plain_double_loop(int[][] rows, PositiveInt minPrefix, PositiveInt maxLength)
    {
        var expected = new List<(int[] Prefix, int Target)>();
        foreach (int[] s in rows)
            for (int k = minPrefix.Get; k < s.Length; k++) expected.Add((s[..k].TakeLast(maxLength.Get).ToArray(), s[k]));

        var examples = new Examples(Sequences.Of(rows), minPrefix.Get);
        Assert.Equal(expected.Count, examples.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].Prefix, examples.Prefix(i, maxLength.Get).ToArray());
            Assert.Equal(expected[i].Target, examples.Target(i));
        }
    }

    [Fact]
    public void A_prefix_of_nothing_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Examples(Sequences.Empty, 0));
}
