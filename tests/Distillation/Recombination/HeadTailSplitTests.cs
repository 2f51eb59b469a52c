using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Distillation.Recombination;

namespace OnDeviceRec.Distillation.Tests;

public sealed class HeadTailSplitTests
{
    private const int Items = 9;

    [Fact]
    public void Worked_example()
    {
        // Rows 0, 1, 2 are head.
        var split = new HeadTailSplit([true, true, true, false, false, false]);
        split.Split(Batch([[5, 0, 3, 1, 0], [1, 2], [4], [3, 2]], [10, 11, 12, 13]));
        Assert.Equal([[0, 1, 0], [2]], ReadBack.Prefixes(split.Head));
        Assert.Equal([[5, 3], [3]], ReadBack.Prefixes(split.Tail));
        Assert.Equal((2, 2), (split.MixedCount, split.WholeCount));
        Assert.Equal([1, 2], split.Whole.ToArray());
        Assert.Equal([10, 13, 11, 12], split.Targets.ToArray());
    }

    [Fact]
    public void Prefixes_of_a_sequence_see_prefixes_of_its_parts()
    {
        // Rows 0, 1, 2 are head. (0) is whole; (0 1 5), (0 1 5 2) and (0 1 5 2 4 3) see 2, 3, 3 of the head and 1, 1, 3 of the tail items.
        var split = new HeadTailSplit([true, true, true, false, false, false]);
        var batch = new RaggedBatch(8, 20);
        batch.Add([0], 10);
        batch.Extend([1, 5], 11);
        batch.Extend([2], 12);
        batch.Extend([4, 3], 13);
        batch.Add([3, 2], 14);
        split.Split(batch);
        Assert.Equal([[0, 1], [0, 1, 2], [0, 1, 2], [2]], ReadBack.Prefixes(split.Head));
        Assert.Equal([[5], [5], [5, 4, 3], [3]], ReadBack.Prefixes(split.Tail));
        Assert.Equal((4, 4), (split.Head.Tokens, split.Tail.Tokens));
        Assert.Equal([0], split.Whole.ToArray());
        Assert.Equal([11, 12, 13, 14, 10], split.Targets.ToArray());
    }

    [Property]
    public Property Every_batch_is_split_as_the_definition_says() =>
        Prop.ForAll(Batches(), input =>
        {
            (bool[] isHead, int[][][] batches) = input;
            // One split serves batches of all sizes, one after the other.
            var split = new HeadTailSplit(isHead);
            foreach (int[][] sequences in batches)
            {
                // Every third prefix is no example.
                (int Sequence, int[] Prefix)[] examples =
                [
                    .. sequences.SelectMany(
                        (s, i) => Enumerable.Range(1, s.Length).Where(k => (k + i) % 3 != 0).Select(k => (i, s[..k]))),
                ];
                split.Split(Batch(examples));
                int[] mixed = [.. Places(examples, s => s.Any(row => isHead[row]) && s.Any(row => !isHead[row]))];
                int[] whole = [.. Enumerable.Range(0, examples.Length).Except(mixed)];
                Assert.Equal(mixed.Select(b => examples[b].Prefix.Where(row => isHead[row]).ToArray()), ReadBack.Prefixes(split.Head));
                Assert.Equal(mixed.Select(b => examples[b].Prefix.Where(row => !isHead[row]).ToArray()), ReadBack.Prefixes(split.Tail));
                Assert.Equal(whole, split.Whole.ToArray());
                Assert.Equal(mixed.Concat(whole).Select(b => 100 + b), split.Targets.ToArray());
                Assert.Equal((mixed.Length, whole.Length), (split.MixedCount, split.WholeCount));
            }
        });

    private static IEnumerable<int> Places((int Sequence, int[] Prefix)[] examples, Func<int[], bool> which) =>
        Enumerable.Range(0, examples.Length).Where(b => which(examples[b].Prefix));

    // The examples of a sequence share it; targets count from 100.
    private static RaggedBatch Batch((int Sequence, int[] Prefix)[] examples)
    {
        var batch = new RaggedBatch(examples.Length, examples.Sum(e => e.Prefix.Length));
        for (int b = 0; b < examples.Length; b++)
        {
            if (b > 0 && examples[b].Sequence == examples[b - 1].Sequence)
                batch.Extend(examples[b].Prefix.AsSpan(examples[b - 1].Prefix.Length), 100 + b);
            else
                batch.Add(examples[b].Prefix, 100 + b);
        }

        return batch;
    }

    private static RaggedBatch Batch(int[][] sequences, int[] targets)
    {
        var batch = new RaggedBatch(sequences.Length, sequences.Sum(s => s.Length));
        for (int b = 0; b < sequences.Length; b++) batch.Add(sequences[b], targets[b]);
        return batch;
    }

    private static Arbitrary<(bool[] Head, int[][][] Batches)> Batches()
    {
        Gen<int[]> sequence = Gen.Choose(1, 6).SelectMany(n => Gen.Choose(0, Items - 1).ArrayOf(n));
        return (
            from isHead in Gen.Elements(true, false).ArrayOf(Items)
            from batches in Gen.Choose(1, 7).SelectMany(n => sequence.ArrayOf(n)).ArrayOf(4)
            select (isHead, batches)).ToArbitrary();
    }
}
