namespace OnDeviceRec.Tensors.Tests;

/// <summary>The ranks that tests use find what processes would hang on.</summary>
public sealed class ThreadRanksTests
{
    private static readonly int[] Offsets = [0, 1, 2, 3];

    [Fact]
    public void What_a_rank_throws_ends_the_others_and_reaches_the_caller()
    {
        var error = Assert.Throws<FormatException>(() => ThreadRanks.Run(3, rank =>
        {
            if (rank.Rank == 1) throw new FormatException("mine");
            rank.AllGather(new byte[3], Offsets);
        }));
        Assert.Equal("mine", error.Message);
    }

    [Fact]
    public void A_rank_that_ends_before_the_others_is_found() => Refuses("has ended", rank =>
    {
        rank.AllGather(new byte[3], Offsets);
        if (rank.Rank != 2) rank.Broadcast(new byte[1], 0);
    });

    [Fact]
    public void Different_operations_are_found() => Refuses("another rank calls", rank =>
    {
        if (rank.Rank == 0) rank.AllGather(new byte[3], Offsets);
        else rank.Broadcast(new byte[3], 0);
    });

    [Fact]
    public void Different_offsets_are_found() => Refuses("AllGather: the offsets differ", rank =>
        rank.AllGather(new byte[3], rank.Rank == 0 ? [0, 0, 0, 3] : Offsets));

    [Fact]
    public void Different_roots_and_lengths_are_found()
    {
        Refuses("Broadcast: the root or the length differs", rank => rank.Broadcast(new byte[3], rank.Rank));
        Refuses("Broadcast: the root or the length differs", rank => rank.Broadcast(new byte[rank.Rank], 0));
    }

    [Fact]
    public void A_part_that_is_not_as_long_as_awaited_is_found() => Refuses("rank 0 sends 1 bytes, and 2 are awaited", rank =>
    {
        int[] incoming = rank.Rank == 1 ? [0, 2, 3, 4] : Offsets;
        rank.Exchange(new byte[3], Offsets, new byte[incoming[^1]], incoming);
    });

    private static void Refuses(string message, Action<ICollectives> work) => Assert.Contains(
        message, Assert.Throws<InvalidOperationException>(() => ThreadRanks.Run(3, work)).Message, StringComparison.Ordinal);
}
