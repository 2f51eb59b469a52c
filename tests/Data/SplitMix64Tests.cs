namespace OnDeviceRec.Data.Tests;

public class SplitMix64Tests
{
    [Fact]
    public void Draws_of_key_zero_are_the_published_ones()
    {
        var random = new SplitMix64(0);
        Assert.Equal([0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F], new[] { random.Next(), random.Next(), random.Next() });
    }

    [Fact]
    public void Small_numbers_are_equally_likely()
    {
        var random = SplitMix64.Keyed(1, 2);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) counts[random.Below(7)]++;
        // χ² of 6 degrees of freedom is below 22.5 with probability 0.999.
        Assert.True(counts.Sum(c => (c - 10_000.0) * (c - 10_000.0) / 10_000) < 22.5);
    }

    [Fact]
    public void All_orders_are_equally_likely()
    {
        var random = SplitMix64.Keyed(5, 0);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < 24_000; i++)
        {
            int[] values = [0, 1, 2, 3];
            random.Shuffle(values);
            string order = string.Join(' ', values);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        // χ² of 23 degrees of freedom is below 49.7 with probability 0.999.
        Assert.True(counts.Values.Sum(c => (c - 1000.0) * (c - 1000.0) / 1000) < 49.7);
    }

    [Fact]
    public void A_chance_comes_as_often_as_it_says()
    {
        var random = SplitMix64.Keyed(9, 9);
        int hits = 0;
        for (int i = 0; i < 100_000; i++) hits += random.Chance(0.3) ? 1 : 0;
        Assert.InRange(hits, 29_500, 30_500);
        Assert.False(random.Chance(0));
        Assert.True(random.Chance(1));
    }
}
