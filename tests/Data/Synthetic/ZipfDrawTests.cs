namespace OnDeviceRec.Data.Tests;

public class ZipfDrawTests
{
    [Fact]
    public void Values_come_in_the_proportions_of_their_places()
    {
        var draw = new ZipfDraw([7, 5, 3], exponent: 1);
        var random = SplitMix64.Keyed(3, 0);
        var counts = new Dictionary<int, int>();
        for (int i = 0; i < 110_000; i++)
        {
            int value = draw.Next(ref random);
            counts[value] = counts.GetValueOrDefault(value) + 1;
        }

        Assert.InRange(counts[7], 59_400, 60_600);
        Assert.InRange(counts[5], 29_500, 30_500);
        Assert.InRange(counts[3], 19_600, 20_400);
    }

    [Fact]
    public void Even_the_least_likely_value_can_come()
    {
        var draw = new ZipfDraw([.. Enumerable.Range(0, 40)], exponent: 4, first: 1000);
        var random = SplitMix64.Keyed(4, 0);
        var seen = new HashSet<int>();
        for (int i = 0; i < 2_000; i++) seen.Add(draw.Next(ref random));
        Assert.Equal(40, seen.Count);
    }
}
