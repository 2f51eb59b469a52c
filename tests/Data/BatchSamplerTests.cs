using FsCheck;
using FsCheck.Xunit;

namespace OnDeviceRec.Data.Tests;

public class BatchSamplerTests
{
    /// <summary>200 examples of which no two are alike.</summary>
    private static readonly Examples Distinct = new(Sequences.Of([[.. Enumerable.Range(0, 201)]]), 1);

    [Property(Arbitrary = [typeof(Arbitraries)])]
    public void An_epoch_covers_each_example_exactly_once(int[][] rows, PositiveInt size, PositiveInt maxLength, ulong seed)
    {
        var examples = new Examples(Sequences.Of(rows), 1);
        var sampler = new BatchSampler(examples, size.Get, maxLength.Get);
        string[] expected =
            [.. Enumerable.Range(0, examples.Count).Select(i => Text(examples.Prefix(i, maxLength.Get), examples.Target(i)))];
        Assert.Equal(expected, Epoch(sampler));
        sampler.Shuffle(seed, 3);
        Assert.Equal(expected.Order(), Epoch(sampler).Order());
        sampler.Unshuffle();
        Assert.Equal(expected, Epoch(sampler));
    }

    [Fact]
    public void Neighboring_prefixes_of_a_sequence_share_it_and_longer_ones_than_T_stand_alone()
    {
        var examples = new Examples(Sequences.Of([0, 1, 2, 3, 4, 5], [6, 7], [8, 9, 10]), 1);
        RaggedBatch batch = new BatchSampler(examples, 100, 3).Read(0);
        Assert.Equal(
            [[0], [0, 1], [0, 1, 2], [1, 2, 3], [2, 3, 4], [6], [8], [8, 9]], ReadBack.Prefixes(batch));
        Assert.Equal([0, 3, 4, 5, 6, 8], batch.FirstExamples.ToArray());
        Assert.Equal([0, 3, 6, 9, 10, 12], batch.Offsets.ToArray());
    }

    [Fact]
    public void A_batch_that_begins_within_a_sequence_encodes_its_beginning_too()
    {
        var sampler = new BatchSampler(new Examples(Sequences.Of([0, 1, 2, 3, 4, 5]), 1), 3, 50);
        Assert.Equal([[0, 1, 2, 3], [0, 1, 2, 3, 4]], ReadBack.Prefixes(sampler.Read(1)));
        Assert.Equal(5, sampler.Read(1).Tokens);
    }

    [Fact]
    public void The_last_batch_is_smaller()
    {
        var sampler = new BatchSampler(Distinct, 64, 50);
        Assert.Equal(4, sampler.Count);
        Assert.Equal([64, 64, 64, 8], Enumerable.Range(0, 4).Select(n => sampler.Read(n).Count));
        Assert.Equal(2, new BatchSampler(Distinct, 100, 50).Count);
        Assert.Equal(1, new BatchSampler(Distinct, int.MaxValue, int.MaxValue).Count);
        Assert.Equal(0, new BatchSampler(new Examples(Sequences.Empty, 1), 8, 50).Count);
    }

    [Property(MaxTest = 50)]
    public void Resuming_at_a_batch_equals_the_tail(ulong seed, NonNegativeInt epoch, PositiveInt start)
    {
        var uninterrupted = new BatchSampler(Distinct, 9, 20);
        uninterrupted.Shuffle(seed, 77);
        uninterrupted.Shuffle(seed, epoch.Get);
        var resumed = new BatchSampler(Distinct, 9, 20);
        resumed.Shuffle(seed, epoch.Get);
        int from = start.Get % uninterrupted.Count;
        string[] all = [.. Epoch(uninterrupted)];
        Assert.Equal(all[(from * 9)..], Epoch(resumed, from));
    }

    [Fact]
    public void A_thinned_epoch_has_each_example_at_most_once_and_the_past_as_often_as_it_should()
    {
        var sequences = Sequences.Of([.. Enumerable.Range(0, 1000).Select(s => new[] { s, 1000, 1001 })]);
        var sampler = new BatchSampler(new Examples(sequences, 1), 64, 50, timeDecay: 3);
        int[] chosen = new int[1000];
        for (int epoch = 0; epoch < 200; epoch++)
        {
            sampler.Shuffle(5, epoch);
            List<string> read = Epoch(sampler);
            Assert.Distinct(read);
            foreach (string example in read.Where(text => text.EndsWith("1001", StringComparison.Ordinal)))
                chosen[int.Parse(example.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)]++;
        }

        for (int tenth = 0; tenth < 10; tenth++)
        {
            double expected = Enumerable.Range(tenth * 100, 100).Average(s => Math.Exp(-3 * (1 - (s / 1000.0))));
            Assert.Equal(expected, chosen.AsSpan(tenth * 100, 100).ToArray().Average() / 200, 0.02);
        }
    }

    [Fact]
    public void A_thinned_epoch_is_the_same_again_and_never_empty()
    {
        var first = new BatchSampler(Distinct, 9, 20, timeDecay: 2);
        var again = new BatchSampler(Distinct, 9, 20, timeDecay: 2);
        first.Shuffle(1, 3);
        again.Shuffle(1, 2);
        again.Shuffle(1, 3);
        Assert.Equal(Epoch(first), Epoch(again));
        var all = new BatchSampler(Distinct, 9, 20, timeDecay: 1e6);
        all.Shuffle(1, 0);
        Assert.Single(Epoch(all));
        all.Unshuffle();
        Assert.Equal(Distinct.Count, Epoch(all).Count);
    }

    [Fact]
    public void Seeds_and_epochs_give_different_orders()
    {
        var sampler = new BatchSampler(Distinct, 200, 1);
        string[] orders =
            [.. from seed in new ulong[] { 0, 1, ulong.MaxValue } from epoch in Enumerable.Range(0, 3) select Order(seed, epoch)];
        Assert.Equal(9, orders.Distinct().Count());
        Assert.Equal(orders[0], Order(0, 0));

        string Order(ulong seed, int epoch)
        {
            sampler.Shuffle(seed, epoch);
            return string.Join(' ', sampler.Read(0).Targets.ToArray());
        }
    }

    [Fact]
    public void Reading_and_shuffling_allocate_nothing()
    {
        var sampler = new BatchSampler(Distinct, 9, 20);
        int tokens = 0, epoch = 0;
        Assert.Equal(0, Allocations.Of(() => tokens += Run(epoch++)));
        Assert.True(tokens > 0);

        int Run(int epoch)
        {
            int sum = 0;
            sampler.Shuffle(1, epoch);
            for (int n = 0; n < sampler.Count; n++) sum += sampler.Read(n).Tokens;
            return sum;
        }
    }

    [Fact]
    public void Positions_and_sizes_outside_are_refused()
    {
        var sampler = new BatchSampler(Distinct, 64, 50);
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => sampler.Read(4));
        Assert.Contains("batch 4 of 4", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.Read(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchSampler(Distinct, 0, 50));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchSampler(Distinct, 64, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchSampler(Distinct, 64, 50, -1));
    }

    private static List<string> Epoch(BatchSampler sampler, int from = 0)
    {
        var read = new List<string>();
        for (int n = from; n < sampler.Count; n++)
        {
            RaggedBatch batch = sampler.Read(n);
            read.AddRange(ReadBack.Prefixes(batch).Select((prefix, b) => Text(prefix, batch.Targets.Span[b])));
        }

        return read;
    }

    private static string Text(ReadOnlySpan<int> prefix, int target) => $"{string.Join(' ', prefix.ToArray())} -> {target}";
}
