using FsCheck;
using FsCheck.Xunit;

namespace OnDeviceRec.Tensors.Tests;

public sealed class CollectivesTests
{
    [Property(MaxTest = 60)]
    public void Every_byte_arrives_where_it_is_for_and_is_counted_once(PositiveInt ranks, int seed, byte largest) =>
        ThreadRanks.Run(1 + (ranks.Get % 6), rank => CollectiveRounds.Run(rank, seed, largest));

    [Property(MaxTest = 60)]
    public void One_process_has_all_of_it_already(int seed, byte largest)
    {
        var alone = new SingleProcess();
        CollectiveRounds.Run(alone, seed, largest);
        Assert.Equal(0, alone.BytesMoved);
    }

    // Two calls of gathered parts are what one call of exchanged copies is.
    [Property(MaxTest = 60)]
    public void A_gathering_is_an_exchange_of_the_same_part_with_everyone(NonEmptyArray<byte> lengths)
    {
        int[] offsets = [0, .. lengths.Get.Take(6)];
        for (int k = 1; k < offsets.Length; k++) offsets[k] += offsets[k - 1];
        ThreadRanks.Run(offsets.Length - 1, rank =>
        {
            int[] gathered = new int[offsets[^1]], exchanged = new int[offsets[^1]];
            int length = offsets[rank.Rank + 1] - offsets[rank.Rank];
            int[] own = [.. Enumerable.Range(1, length).Select(i => (i << 8) + rank.Rank)];
            own.CopyTo(gathered, offsets[rank.Rank]);
            rank.AllGather(gathered, offsets);
            long moved = rank.BytesMoved;
            rank.Exchange<int>(
                [.. Enumerable.Repeat(own, rank.Ranks).SelectMany(part => part)],
                [.. Enumerable.Range(0, rank.Ranks + 1).Select(k => k * length)],
                exchanged,
                offsets);
            Assert.Equal(gathered, exchanged);
            Assert.Equal((4L * length * (rank.Ranks - 1), 2 * moved), (moved, rank.BytesMoved));
        });
    }

    [Fact]
    public void Tensors_are_gathered_and_broadcast_as_numbers() => ThreadRanks.Run(2, rank =>
    {
        using var tensor = new Tensor(new Shape(3, 2));
        int[] offsets = [0, 4, 6];
        tensor.Span[offsets[rank.Rank]..offsets[rank.Rank + 1]].Fill(rank.Rank + 0.5f);
        rank.AllGather(tensor.Span, offsets);
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f, 1.5f, 1.5f], tensor.Span.ToArray());
        Assert.Equal(rank.Rank == 0 ? 16 : 8, rank.BytesMoved);

        if (rank.Rank == 1) tensor.Span.Fill(-1);
        rank.Broadcast(tensor.Span, root: 1);
        Assert.Equal(Enumerable.Repeat(-1f, 6), tensor.Span.ToArray());
        Assert.Equal(rank.Rank == 0 ? 16 : 8 + 24, rank.BytesMoved);
    });

    [Theory]
    [InlineData(new[] { 0, 3 }, "AllGather: the number of offsets is 2, expected 3.")]
    [InlineData(new[] { 0, 1, 2, 3 }, "AllGather: the number of offsets is 4, expected 3.")]
    [InlineData(new[] { 1, 2, 3 }, "AllGather: the first offset is 1, expected 0.")]
    [InlineData(new[] { 0, 4, 3 }, "AllGather: part 1 is [4, 3).")]
    [InlineData(new[] { 0, -1, 3 }, "AllGather: part 0 is [0, -1).")]
    [InlineData(new[] { 0, 1, 4 }, "AllGather: the last offset is 4, expected 3.")]
    public void Offsets_that_are_none_are_refused(int[] offsets, string message)
    {
        Assert.Equal(message, Refusal(2, rank => rank.AllGather(new byte[3], offsets)));
        string exchange = message.Replace("AllGather", "Exchange", StringComparison.Ordinal);
        int[] right = [0, 1, 3];
        Assert.Equal(exchange, Refusal(2, rank => rank.Exchange(new byte[3], offsets, new byte[3], right)));
        Assert.Equal(exchange, Refusal(2, rank => rank.Exchange(new byte[3], right, new byte[3], offsets)));
    }

    [Fact]
    public void An_exchange_of_overlapping_spans_or_of_unequal_parts_of_its_own_is_refused()
    {
        byte[] data = new byte[8];
        int[] offsets = [0, 2, 4];
        Assert.Equal(
            "Exchange: what goes out and what comes in overlap.",
            Refusal(2, rank => rank.Exchange(data.AsSpan(0, 4), offsets, data.AsSpan(3, 4), offsets)));
        Assert.Equal(
            "Exchange: the length of what comes from itself is 3, expected 4.",
            Refusal(1, rank => rank.Exchange(new byte[4], [0, 4], new byte[3], [0, 3])));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_root_that_is_no_rank_is_refused(int root) =>
        ThreadRanks.Run(2, rank => Assert.Throws<ArgumentOutOfRangeException>(() => rank.Broadcast(new byte[1], root)));

    [Fact]
    public unsafe void More_bytes_than_a_call_can_count_are_refused_by_their_number()
    {
        var alone = new SingleProcess();
        const string Message = "600000000 values are 2400000000 bytes, more than 2147483647: make several calls.";
        // Never read.
        float* nowhere = (float*)sizeof(float);
        Assert.Equal(
            $"AllGather: {Message}",
            Assert.Throws<ArgumentException>(() => alone.AllGather(new Span<float>(nowhere, 600_000_000), [0, 600_000_000])).Message);
        Assert.Equal(
            $"Broadcast: {Message}",
            Assert.Throws<ArgumentException>(() => alone.Broadcast(new Span<float>(nowhere, 600_000_000), 0)).Message);
        Assert.Equal(
            $"Exchange: {Message}",
            Assert.Throws<ArgumentException>(
                () => alone.Exchange(new ReadOnlySpan<float>(nowhere, 600_000_000), [0, 0], [], [0, 0])).Message);
        Assert.Equal(
            "AllGather: the last offset is 2147483647, expected 4.",
            Assert.Throws<ArgumentException>(() => alone.AllGather(new float[1], [0, 600_000_000])).Message);
    }

    [Fact]
    public void After_the_first_no_call_allocates() => ThreadRanks.Run(3, rank =>
    {
        float[] data = new float[60], incoming = new float[60];
        int[] offsets = [0, 10, 10, 60], equal = [0, 20, 40, 60];
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                rank.AllGather(data, offsets);
                rank.Exchange<float>(data, equal, incoming, equal);
                rank.Broadcast<float>(data, root: 1);
            }
        }));
    });

    [Fact]
    public void More_ranks_than_fit_on_the_stack_are_counted_elsewhere()
    {
        const int Ranks = 1_500;
        int[] offsets = [.. Enumerable.Range(0, Ranks + 1)];
        var one = new FirstOfMany(Ranks);
        one.AllGather(new float[Ranks], offsets);
        one.Exchange<float>(new float[Ranks], offsets, new float[Ranks], offsets);
        Assert.Equal(2 * 4 * (Ranks - 1), one.BytesMoved);
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(2, 2)]
    [InlineData(0, 0)]
    public void There_is_no_such_rank(int rank, int ranks) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FirstOfMany(ranks, rank));

    private static string Refusal(int ranks, Action<ICollectives> work)
    {
        string message = string.Empty;
        ThreadRanks.Run(ranks, rank =>
        {
            var error = Assert.Throws<ArgumentException>(() => work(rank));
            if (rank.Rank == 0) message = error.Message;
        });
        return message;
    }

    // Checks and counts, and moves nothing.
    private sealed class FirstOfMany(int ranks, int rank = 0) : Transport(rank, ranks)
    {
        protected override void MoveToAll(Span<byte> data, ReadOnlySpan<int> offsets) => Assert.Equal(4 * (Ranks - 1), offsets[^2]);

        protected override void MoveToEach(
            ReadOnlySpan<byte> outgoing, ReadOnlySpan<int> outgoingOffsets, Span<byte> incoming, ReadOnlySpan<int> incomingOffsets)
        {
            Assert.Equal(4 * (Ranks - 1), outgoingOffsets[^2]);
            Assert.Equal(4 * Ranks, incomingOffsets[^1]);
        }

        protected override void MoveFrom(int root, Span<byte> data)
        {
        }
    }
}
