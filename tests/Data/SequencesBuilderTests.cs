namespace OnDeviceRec.Data.Tests;

public class SequencesBuilderTests
{
    [Fact]
    public void A_discarded_sequence_leaves_no_trace()
    {
        var builder = new SequencesBuilder();
        builder.Append(1);
        builder.EndSequence();
        builder.Append(2);
        builder.Append(3);
        Assert.Equal(2, builder.PendingLength);
        builder.DiscardPending();
        builder.Append(4);
        builder.EndSequence();
        Assert.Equal([[1], [4]], Rows.Of(builder.Build()));
    }

    [Fact]
    public void A_builder_starts_anew_and_leaves_what_it_built_alone()
    {
        var builder = new SequencesBuilder();
        builder.Append(1);
        builder.EndSequence();
        Sequences first = builder.Build();
        builder.Append(2);
        builder.EndSequence();
        Assert.Equal([[2]], Rows.Of(builder.Build()));
        Assert.Equal([[1]], Rows.Of(first));
    }

    [Fact]
    public void An_open_sequence_and_a_negative_row_are_refused()
    {
        var builder = new SequencesBuilder();
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Append(-1));
        builder.Append(0);
        Assert.Throws<InvalidOperationException>(builder.Build);
    }
}
