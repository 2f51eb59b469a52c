using FsCheck.Xunit;

namespace OnDeviceRec.Data.Tests;

public class SequencesTests
{
    [Fact]
    public void Sequences_stand_end_to_end()
    {
        Sequences sequences = Sequences.Of([3, 1, 2], [], [7]);
        Assert.Equal(3, sequences.Count);
        Assert.Equal(4, sequences.ItemCount);
        Assert.Equal([3, 1, 2, 7], sequences.Items.ToArray());
        Assert.Equal([3, 1, 2], sequences[0].ToArray());
        Assert.Equal(0, sequences[1].Length);
        Assert.Equal([7], sequences[2].ToArray());
    }

    [Fact]
    public void Taken_sequences_are_numbered_anew_and_share_the_store()
    {
        Sequences all = Sequences.Of([3, 1], [2], [7, 8, 9]);
        Sequences tail = all.Take(1..);
        Assert.Equal([2, 7, 8, 9], tail.Items.ToArray());
        Assert.Equal([7, 8, 9], tail[1].ToArray());
        Assert.True(tail.Items.Span.Overlaps(all.Items.Span));
        Assert.Equal([7, 8, 9], tail.Take(^1..).Items.ToArray());
    }

    [Property(Arbitrary = [typeof(Arbitraries)])]
    public void Any_range_taken_equals_the_range_of_the_arrays(int[][] rows, int from, int to)
    {
        int a = (int)((uint)from % (rows.Length + 1)), b = (int)((uint)to % (rows.Length + 1));
        Range range = Math.Min(a, b)..Math.Max(a, b);
        Sequences taken = Sequences.Of(rows).Take(range);
        Assert.Equal(rows[range], Rows.Of(taken));
        Assert.Equal(rows[range].SelectMany(r => r), taken.Items.ToArray());
    }

    [Fact]
    public void Positions_outside_are_refused_with_both_values()
    {
        Sequences taken = Sequences.Of([3, 1], [2], [7]).Take(..2);
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => taken[2].Length);
        Assert.Contains("index 2 of 2", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => taken[-1].Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => taken.Take(1..3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sequences.Empty[0].Length);
    }
}
