using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Data;
using OnDeviceRec.Distillation.Recombination;

namespace OnDeviceRec.Distillation.Tests;

public sealed class HotColdSplitTests
{
    private const int Items = 9;

    [Fact]
    public void Worked_example()
    {
        // Rows 0, 1, 2 are hot.
        var split = new HotColdSplit([true, true, true, false, false, false]);
        split.Split(Batch([[5, 0, 3, 1, 0], [1, 2], [4], [3, 2]], [10, 11, 12, 13]));
        Assert.Equal([[0, 1, 0], [2]], Parts(split.Hot));
        Assert.Equal([[5, 3], [3]], Parts(split.Cold));
        Assert.Equal((2, 2), (split.MixedCount, split.WholeCount));
        Assert.Equal([1, 2], split.Whole.ToArray());
        Assert.Equal([10, 13, 11, 12], split.Targets.ToArray());
    }

    [Property]
    public Property Every_batch_is_split_as_the_definition_says() =>
        Prop.ForAll(Batches(), input =>
        {
            (bool[] hot, int[][][] batches) = input;
            // One split serves batches of all sizes, one after the other.
            var split = new HotColdSplit(hot);
            foreach (int[][] sequences in batches)
            {
                int[] targets = [.. sequences.Select((_, b) => 100 + b)];
                split.Split(Batch(sequences, targets));
                int[] mixed = [.. Places(sequences, s => s.Any(row => hot[row]) && s.Any(row => !hot[row]))];
                int[] whole = [.. Enumerable.Range(0, sequences.Length).Except(mixed)];
                Assert.Equal(mixed.Select(b => sequences[b].Where(row => hot[row]).ToArray()), Parts(split.Hot));
                Assert.Equal(mixed.Select(b => sequences[b].Where(row => !hot[row]).ToArray()), Parts(split.Cold));
                Assert.Equal(whole, split.Whole.ToArray());
                Assert.Equal(mixed.Concat(whole).Select(b => targets[b]), split.Targets.ToArray());
                Assert.Equal((mixed.Length, whole.Length), (split.MixedCount, split.WholeCount));
            }
        });

    private static IEnumerable<int> Places(int[][] sequences, Func<int[], bool> which) =>
        Enumerable.Range(0, sequences.Length).Where(b => which(sequences[b]));

    private static RaggedBatch Batch(int[][] sequences, int[] targets)
    {
        var batch = new RaggedBatch(sequences.Length, sequences.Sum(s => s.Length));
        for (int b = 0; b < sequences.Length; b++) batch.Add(sequences[b], targets[b]);
        return batch;
    }

    private static IEnumerable<int[]> Parts(RaggedBatch batch) =>
        Enumerable.Range(0, batch.Count).Select(b => batch.Items.Span[batch.Offsets.Span[b]..batch.Offsets.Span[b + 1]].ToArray());

    private static Arbitrary<(bool[] Hot, int[][][] Batches)> Batches()
    {
        Gen<int[]> sequence = Gen.Choose(1, 6).SelectMany(n => Gen.Choose(0, Items - 1).ArrayOf(n));
        return (
            from hot in Gen.Elements(true, false).ArrayOf(Items)
            from batches in Gen.Choose(1, 7).SelectMany(n => sequence.ArrayOf(n)).ArrayOf(4)
            select (hot, batches)).ToArbitrary();
    }
}
