namespace OnDeviceRec.Data.Tests;

public class RaggedBatchTests
{
    [Fact]
    public void Sequences_stand_end_to_end_with_their_offsets_and_targets()
    {
        var batch = new RaggedBatch(3, 12);
        Assert.Equal([0], batch.Offsets.ToArray());
        batch.Add([5, 6, 7], 8);
        batch.Add([1], 2);
        Assert.Equal((2, 4), (batch.Count, batch.Tokens));
        Assert.Equal([5, 6, 7, 1], batch.Items.ToArray());
        Assert.Equal([0, 3, 4], batch.Offsets.ToArray());
        Assert.Equal([8, 2], batch.Targets.ToArray());
        batch.Clear();
        Assert.Equal((0, 0), (batch.Count, batch.Tokens));
        batch.Add([9], 0);
        Assert.Equal([9], batch.Items.ToArray());
        Assert.Equal([0, 1], batch.Offsets.ToArray());
    }

    [Fact]
    public void Examples_are_read_out_of_the_sequence_they_extend()
    {
        var batch = new RaggedBatch(5, 12);
        batch.Add([5, 6], 7);
        batch.Extend([7], 8);
        batch.Add([1], 2);
        batch.Extend([], 3);
        batch.Extend([2, 9], 4);
        Assert.Equal((5, 2, 6), (batch.Count, batch.Sequences, batch.Tokens));
        Assert.Equal([5, 6, 7, 1, 2, 9], batch.Items.ToArray());
        Assert.Equal([0, 1, 2, 0, 1, 2], batch.Positions.ToArray());
        Assert.Equal([0, 3, 6], batch.Offsets.ToArray());
        Assert.Equal([0, 2, 5], batch.FirstExamples.ToArray());
        Assert.Equal([1, 2, 3, 3, 5], batch.LastTokens.ToArray());
        Assert.Equal([7, 8, 2, 3, 4], batch.Targets.ToArray());
        Assert.Equal([[5, 6], [5, 6, 7], [1], [1], [1, 2, 9]], ReadBack.Prefixes(batch));
    }

    [Fact]
    public void Some_sequences_of_a_batch_are_a_batch_of_their_own()
    {
        var batch = new RaggedBatch(5, 12);
        batch.Add([4], 5, origin: 3);
        batch.Add([5, 6], 7, origin: 8);
        batch.Extend([7], 8);
        batch.Add([1], 2, origin: 9);
        var part = new RaggedBatch(3, 4);
        part.TakeFrom(batch, 1, 3);
        Assert.Equal((3, 2, 4), (part.Count, part.Sequences, part.Tokens));
        Assert.Equal([5, 6, 7, 1], part.Items.ToArray());
        Assert.Equal([0, 1, 2, 0], part.Positions.ToArray());
        Assert.Equal([0, 3, 4], part.Offsets.ToArray());
        Assert.Equal([0, 2, 3], part.FirstExamples.ToArray());
        Assert.Equal([8, 9], part.Origins.ToArray());
        Assert.Equal([1, 2, 3], part.LastTokens.ToArray());
        Assert.Equal([7, 8, 2], part.Targets.ToArray());
        part.TakeFrom(batch, 2, 2);
        Assert.Equal((0, 0, 0), (part.Count, part.Sequences, part.Tokens));
        Assert.Throws<ArgumentOutOfRangeException>(() => part.TakeFrom(batch, 2, 4));
        var small = new RaggedBatch(2, 12);
        Assert.Throws<InvalidOperationException>(() => small.TakeFrom(batch, 1, 3));
    }

    [Fact]
    public void More_than_fits_is_refused_and_changes_nothing()
    {
        var batch = new RaggedBatch(2, 2);
        Assert.Throws<InvalidOperationException>(() => batch.Add(new int[5], 0));
        batch.Add([1], 0);
        batch.Add([2], 0);
        var e = Assert.Throws<InvalidOperationException>(() => batch.Add([3], 0));
        Assert.Contains("2 of 2 examples", e.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => batch.Extend([], 0));
        Assert.Equal([1, 2], batch.Items.ToArray());
        Assert.Equal((2, 2), (batch.Count, batch.Sequences));
    }

    [Fact]
    public void Nothing_is_extended_in_an_empty_batch()
    {
        var batch = new RaggedBatch(2, 2);
        batch.Add([1], 0);
        batch.Clear();
        Assert.Throws<InvalidOperationException>(() => batch.Extend([1], 0));
    }
}
