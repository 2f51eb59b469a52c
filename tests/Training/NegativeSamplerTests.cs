using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Training;

namespace OnDeviceRec.Training.Tests;

public sealed class NegativeSamplerTests
{
    private const ulong Seed = 3;

    [Fact]
    public void Probabilities_are_the_three_quarters_power_of_one_more_than_the_occurrences()
    {
        var sampler = new NegativeSampler([0, 15, 80], 2);
        double sum = 1 + 8 + 27;
        for (int row = 0; row < 3; row++) Assert.Equal(new[] { 1, 8, 27 }[row] / sum, sampler.Probability(row), 1e-15);
    }

    [Property(MaxTest = 100)]
    public Property Items_come_ascending_each_once_with_the_logarithm_of_what_they_stand_for() => Prop.ForAll(Samplers(), drawn =>
    {
        (int[] occurrences, int count, uint step) = drawn;
        var sampler = new NegativeSampler(occurrences, count);
        SampledItems items = sampler.Draw(Seed, step, [0]);
        int[] rows = items.Rows.ToArray();
        Assert.Equal(rows.Distinct().Order(), rows);
        Assert.InRange(rows.Length, 1, count + 1);
        for (int i = 0; i < rows.Length; i++)
        {
            float expected = -(float)Math.Log(Math.Min(1, count * sampler.Probability(rows[i])));
            if (rows[i] != 0 || items.LogWeights.Span[i] > -1) Assert.Equal(expected, items.LogWeights.Span[i], 1e-5f);
        }

        // What is expected once or more is always there.
        for (int row = 1; row < occurrences.Length; row++)
            if (count * sampler.Probability(row) > 1 + 1e-9) Assert.Contains(row, rows);
    });

    [Property(MaxTest = 20)]
    public Property As_many_as_there_are_equally_frequent_items_are_all_of_them(uint step) =>
        Prop.ForAll(Gen.Choose(1, 3000).ToArbitrary(), items =>
        {
            SampledItems drawn = new NegativeSampler(new int[items], items).Draw(Seed, step, [0]);
            Assert.Equal(Enumerable.Range(0, items), drawn.Rows.ToArray());
            Assert.All(drawn.LogWeights.ToArray(), log => Assert.Equal(0, log, 1e-6f));
        });

    [Fact]
    public void Sums_over_the_sample_are_unbiased()
    {
        // Σ f(v)/π_v over the items drawn estimates Σ_v f(v): the mean of many within five standard errors.
        const int Items = 50, Count = 12, Steps = 4000;
        int[] occurrences = [.. Enumerable.Range(0, Items).Select(v => v * v)];
        double expected = Enumerable.Range(0, Items).Sum(F), sum = 0, squares = 0;
        var sampler = new NegativeSampler(occurrences, Count);
        for (uint step = 0; step < Steps; step++)
        {
            SampledItems items = sampler.Draw(Seed, step, []);
            double estimate = 0;
            for (int i = 0; i < items.Rows.Length; i++) estimate += F(items.Rows.Span[i]) * Math.Exp(items.LogWeights.Span[i]);
            (sum, squares) = (sum + estimate, squares + (estimate * estimate));
        }

        double mean = sum / Steps, error = Math.Sqrt(((squares / Steps) - (mean * mean)) / Steps);
        Assert.True(Math.Abs(mean - expected) < 5 * error, $"{mean} ± {error}, not {expected}");
        Assert.True(error < 0.02 * expected);

        static double F(int v) => Math.Exp(Math.Sin(v));
    }

    [Fact]
    public void The_draws_depend_on_seed_and_step_alone()
    {
        var sampler = new NegativeSampler(new int[1000], 40);
        int[] first = Draw(1, 5), otherStep = Draw(1, 6), otherSeed = Draw(2, 5);
        Assert.Equal(first, Draw(1, 5));
        Assert.NotEqual(first, otherStep);
        Assert.NotEqual(first, otherSeed);

        int[] Draw(ulong seed, uint step) => sampler.Draw(seed, step, [0]).Rows.ToArray();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void More_than_the_catalog_or_none_are_refused(int count) => Assert.Equal(
        $"Training: {count} negatives of a catalog of 7 items; take 1 to 7, or 0 for the full softmax.",
        Assert.Throws<ArgumentException>(() => new NegativeSampler(new int[7], count)).Message);

    private static Arbitrary<(int[] Occurrences, int Count, uint Step)> Samplers() =>
        (from items in Gen.Choose(1, 300)
         from occurrences in Gen.Choose(0, 1000).ArrayOf(items)
         from count in Gen.Choose(1, items)
         from step in Gen.Choose(0, 1_000_000)
         select (occurrences, count, (uint)step)).ToArbitrary();
}
