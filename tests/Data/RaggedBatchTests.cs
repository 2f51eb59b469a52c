namespace OnDeviceRec.Data.Tests;

public class RaggedBatchTests
{
    [Fact]
    public void Prefixes_stand_end_to_end_with_their_offsets_and_targets()
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
    public void More_than_fits_is_refused_and_changes_nothing()
    {
        var batch = new RaggedBatch(2, 2);
        Assert.Throws<InvalidOperationException>(() => batch.Add(new int[5], 0));
        batch.Add([1], 0);
        batch.Add([2], 0);
        var e = Assert.Throws<InvalidOperationException>(() => batch.Add([3], 0));
        Assert.Contains("2 of 2 prefixes", e.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2], batch.Items.ToArray());
    }
}
