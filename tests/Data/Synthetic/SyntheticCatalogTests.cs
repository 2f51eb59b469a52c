using System.Security.Cryptography;

namespace OnDeviceRec.Data.Tests;

public class SyntheticCatalogTests
{
    private const ulong Seed = 1;

    private static readonly SyntheticOptions Defaults = new();
    private static readonly Dataset Dataset = SyntheticCatalog.Generate(Defaults, Seed);
    private static readonly SyntheticWorld World = new(Defaults, SplitMix64.Keyed(Seed, 0));

    [Fact]
    public void It_has_the_sizes_that_were_asked_for()
    {
        Assert.Equal((6_000, 1, 14_000, 2_000), (Dataset.Items, Dataset.MinPrefix, Dataset.Train.Count, Dataset.Test.Count));
        Assert.InRange((double)Dataset.Train.ItemCount / Dataset.Train.Count, 5, 8);
    }

    [Fact]
    public void About_a_fifth_of_the_targets_are_repeats()
    {
        Assert.InRange(Repeats(Dataset.Train), 0.15, 0.25);
        Assert.InRange(Repeats(Dataset.Test), 0.15, 0.25);

        static double Repeats(Sequences sequences)
        {
            var examples = new Examples(sequences, 1);
            return Enumerable.Range(0, examples.Count).Count(i => examples.Prefix(i).Contains(examples.Target(i))) / (double)examples.Count;
        }
    }

    [Fact]
    public void A_fifth_of_the_items_holds_most_interactions_and_most_items_appear()
    {
        var popularity = new Popularity(Dataset.Train, Dataset.Items);
        bool[] isHead = popularity.HeadItems();
        double head = Dataset.Train.Items.ToArray().Count(row => isHead[row]) / (double)Dataset.Train.ItemCount;
        Assert.InRange(head, 0.5, 0.9);
        Assert.InRange(popularity.Counts.ToArray().Count(c => c > 0), 5_000, 6_000);
    }

    [Fact]
    public void Most_sequences_are_short_and_some_are_very_long()
    {
        int[] lengths = [.. Rows.Of(Dataset.Train).Select(s => s.Length).Order()];
        int median = lengths[lengths.Length / 2];
        Assert.True(lengths[0] == 2 && lengths[^1] <= 100);
        Assert.True(lengths[(int)(lengths.Length * 0.99)] > 10 * median);
        Assert.True(lengths.Average() > 1.5 * median);
    }

    [Fact]
    public void Ids_tell_neither_category_nor_popularity()
    {
        double[] ids = [.. Enumerable.Range(0, Dataset.Items).Select(i => (double)i)];
        double[] category = Array.ConvertAll(World.GroupOf, g => (double)(g / Defaults.Stages));
        // Logarithms of the counts, not places: ties would put lower ids first.
        double[] popularity = Array.ConvertAll(new Popularity(Dataset.Train, Dataset.Items).Counts.ToArray(), count => Math.Log(1 + count));
        // A random permutation of 6,000 stays within 4 / √6,000.
        Assert.InRange(Correlation(ids, category), -0.052, 0.052);
        Assert.InRange(Correlation(ids, popularity), -0.052, 0.052);
        int neighbors = Enumerable.Range(1, Dataset.Items - 1).Count(i => category[i] == category[i - 1]);
        Assert.InRange(neighbors * Defaults.Categories / (double)Dataset.Items, 0.7, 1.3);
    }

    [Fact]
    public void The_hidden_order_predicts_far_better_than_popularity_and_own_items()
    {
        var predictors = new SyntheticPredictors(Defaults, World, Dataset);
        var examples = new Examples(Dataset.Test.Take(..400), 1);
        double popular = predictors.HitRate(examples, predictors.Popular);
        double own = predictors.HitRate(examples, predictors.Own);
        double successors = predictors.HitRate(examples, predictors.Successors);
        double hidden = predictors.HitRate(examples, predictors.Hidden);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"HR@20: POP {popular:F3}, S-POP {own:F3}, counted successors {successors:F3}, hidden structure {hidden:F3}");
        Assert.True(own > popular + 0.05);
        Assert.True(hidden > own + 0.2);
        // What a learner can count from pairs alone is already better: the order is in the data, not only in the generator.
        Assert.True(successors > own + 0.1);
    }

    [Fact]
    public void A_seed_gives_the_same_bytes_always_and_another_seed_others()
    {
        var options = new SyntheticOptions
        {
            Items = 60,
            Sequences = 50,
            TestSequences = 5,
            Categories = 4,
            Stages = 3,
            Styles = 2,
            CategoryExponent = 0.8,
            ItemExponent = 1,
            LengthExponent = 1.5,
            MinLength = 2,
            MaxLength = 30,
            Repeat = 0.2,
            Jump = 0.1,
            Advance = 0.7,
            Fidelity = 0.8,
        };
        Assert.Equal(Hash(options, 7), Hash(options, 7));
        Assert.NotEqual(Hash(options, 7), Hash(options, 8));
        Assert.Equal("9A25139B0306DA9A", Hash(options, 7));

        static string Hash(SyntheticOptions options, ulong seed)
        {
            using var folder = new TempFolder();
            DatasetFolder.Write(SyntheticCatalog.Generate(options, seed), folder.Path);
            byte[] bytes = [.. folder.Names.SelectMany(name => File.ReadAllBytes(folder[name]))];
            return Convert.ToHexString(SHA256.HashData(bytes))[..16];
        }
    }

    [Fact]
    public void Train_and_test_are_different_draws() =>
        Assert.NotEqual(Dataset.Train.Items[..100].ToArray(), Dataset.Test.Items[..100].ToArray());

    [Fact]
    public void Options_out_of_range_are_refused_with_their_values()
    {
        Assert.Contains("Items is 10; it must be at least 96", Refused(Defaults with { Items = 10 }), StringComparison.Ordinal);
        Assert.Contains("Repeat is 1.5", Refused(Defaults with { Repeat = 1.5 }), StringComparison.Ordinal);
        Assert.Contains("Jump is NaN", Refused(Defaults with { Jump = double.NaN }), StringComparison.Ordinal);
        Assert.Contains("MaxLength is 1; it must be at least 2", Refused(Defaults with { MaxLength = 1 }), StringComparison.Ordinal);

        static string Refused(SyntheticOptions options) =>
            Assert.Throws<ArgumentException>(() => SyntheticCatalog.Generate(options, 1)).Message;
    }

    private static double Correlation(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average(), xy = 0, xx = 0, yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }

        return xy / Math.Sqrt(xx * yy);
    }
}
