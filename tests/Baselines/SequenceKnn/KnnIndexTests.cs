using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;

namespace OnDeviceRec.Baselines.Tests.SequenceKnn;

public class KnnIndexTests
{
    private const int Items = 6;

    private static readonly KnnIndex Index = new(Sequences.Of([0, 1, 0, 2], [3], [1, 1, 1], [0, 5]), Items);

    [Fact]
    public void Each_item_has_the_sequences_that_hold_it_once_each_the_most_recent_last()
    {
        int[][] holding = [[0, 3], [0, 2], [0], [1], [], [3]];
        Assert.Equal(holding, Enumerable.Range(0, Items).Select(row => Index.Holding(row).ToArray()));
    }

    [Fact]
    public void A_sequence_is_as_long_as_the_root_of_its_distinct_items()
    {
        float[] norms = [MathF.Sqrt(3), 1, 1, MathF.Sqrt(2)];
        Assert.Equal(norms, Enumerable.Range(0, 4).Select(Index.Norm));
        Assert.Equal(4, Index.LongestSequence);
    }

    [Fact]
    public void Rarity_is_the_logarithm_of_one_and_the_sequences_an_item_holds()
    {
        Assert.Equal(Math.Log(1 + (4 / 2.0)), Index.Rarity(1), 1e-6);
        Assert.Equal(Math.Log(1 + 4.0), Index.Rarity(5), 1e-6);
    }

    [Fact]
    public void Numbers_count_from_the_start_of_a_part_of_the_sequences()
    {
        var part = new KnnIndex(Index.Sequences.Take(1..), Items);
        Assert.Equal([1], part.Holding(1).ToArray());
        Assert.Equal([2], part.Holding(0).ToArray());
        Assert.Equal(3, part.LongestSequence);
    }

    [Fact]
    public void A_row_outside_the_catalog_is_refused() =>
        Assert.Throws<ArgumentException>(() => new KnnIndex(Sequences.Of([0, 6]), Items));

    [Property]
    public Property An_index_says_what_looking_through_all_sequences_says() =>
        Prop.ForAll(Gen.Choose(0, Items - 1).ArrayOf().ListOf().ToArbitrary(), sequences =>
        {
            var index = new KnnIndex(Sequences.Of([.. sequences]), Items);
            for (int row = 0; row < Items; row++)
                Assert.Equal(Enumerable.Range(0, sequences.Count).Where(s => sequences[s].Contains(row)), index.Holding(row).ToArray());
        });
}
