using System.Runtime.Intrinsics;

namespace OnDeviceRec.Tensors.Tests;

public sealed class PhiloxTests
{
    // The known answers of Random123, the authors' library.
    [Fact]
    public void Known_answers()
    {
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), new Philox(0).Block(0));
        Assert.Equal(
            (0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu),
            new Philox(ulong.MaxValue, uint.MaxValue, uint.MaxValue).Block(ulong.MaxValue));
    }

    // Also where the lower half of the index overflows within the eight blocks.
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(uint.MaxValue - 4)]
    [InlineData(ulong.MaxValue - 2)]
    public void Many_words_are_those_of_eight_blocks(ulong index)
    {
        Assert.SkipUnless(Philox.HasVectors, "This processor draws block by block.");
        var stream = new Philox(0x123456789abcdef0, 7, 9);
        stream.Words(index, out Vector256<uint> a, out Vector256<uint> b, out Vector256<uint> c, out Vector256<uint> d);
        uint[] words = new uint[Philox.ManyWords];
        a.CopyTo(words);
        b.CopyTo(words, 8);
        c.CopyTo(words, 16);
        d.CopyTo(words, 24);
        for (uint block = 0; block < 8; block++)
        {
            Span<uint> four = words.AsSpan(4 * (int)block, 4);
            Assert.Equal(stream.Block(unchecked(index + block)), (four[0], four[1], four[2], four[3]));
        }
    }

    [Fact]
    public void Seed_step_site_and_index_each_choose_another_block()
    {
        var blocks = new HashSet<(uint, uint, uint, uint)>
        {
            new Philox(1, 2, 3).Block(4),
            new Philox(2, 2, 3).Block(4),
            new Philox(1UL << 32 | 1, 2, 3).Block(4),
            new Philox(1, 3, 3).Block(4),
            new Philox(1, 2, 4).Block(4),
            new Philox(1, 2, 3).Block(5),
            new Philox(1, 2, 3).Block(1UL << 32 | 4),
        };
        Assert.Equal(7, blocks.Count);
    }

    [Fact]
    public void Uniform_numbers_keep_their_bounds_mean_and_variance()
    {
        const int Count = 100_000;
        var values = new float[Count];
        new Philox(3).FillUniform(values, -2, 4);
        Assert.All(values, value => Assert.InRange(value, -2, 3.9999999f));
        double mean = values.Average(value => (double)value), variance = values.Average(value => (value - mean) * (value - mean));
        Assert.Equal(1, mean, 5 * Math.Sqrt(3.0 / Count));
        Assert.Equal(3, variance, 0.05);
    }

    [Fact]
    public void A_shorter_fill_is_the_beginning_of_a_longer_one()
    {
        for (int count = 0; count <= 9; count++)
        {
            float[] few = new float[count], many = new float[9];
            new Philox(3).FillUniform(few, 0, 1);
            new Philox(3).FillUniform(many, 0, 1);
            Assert.Equal(many[..count], few);
        }
    }
}
