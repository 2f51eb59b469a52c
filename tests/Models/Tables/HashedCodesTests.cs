using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tests.Tables;

public sealed class HashedCodesTests
{
    [Fact]
    public void A_code_is_the_high_bits_of_the_item_s_number_in_the_codebook_s_stream()
    {
        ItemCodes codes = HashedCodes.Of(items: 7, codebooks: 3, codewords: 16, seed: 9);
        for (int i = 0; i < 21; i++)
            Assert.Equal(new Philox(9, 0, (uint)(i % 3)).Block((ulong)(i / 3)).X0 >> 28, codes.Values.Span[i]);
    }

    [Property]
    public Property They_depend_on_the_seed_and_the_item_alone() => Prop.ForAll(
        Gen.Choose(1, 300).ToArbitrary(), Gen.Choose(1, 8).ToArbitrary(), Gen.Elements(16, 255, 256).ToArbitrary(), (items, m, codewords) =>
        {
            byte[] codes = Codes(items, m, codewords, 1);
            Assert.Equal(codes, Codes(items + 50, m, codewords, 1)[..codes.Length]);
            Assert.NotEqual(Codes(items + 50, m, codewords, 1), Codes(items + 50, m, codewords, 2));
        });

    [Fact]
    public void They_are_uniform_and_those_of_two_codebooks_have_nothing_in_common()
    {
        const int Items = 64_000, Codewords = 16;
        byte[] codes = Codes(Items, 2, Codewords, 4);
        int[] counts = new int[Codewords * Codewords];
        for (int v = 0; v < Items; v++) counts[(codes[2 * v] * Codewords) + codes[(2 * v) + 1]]++;

        // 255 degrees of freedom: mean 255, standard deviation 22.6.
        const double Expected = (double)Items / (Codewords * Codewords);
        Assert.InRange(counts.Sum(count => Math.Pow(count - Expected, 2) / Expected), 165, 345);
    }

    [Theory]
    [InlineData(0, 2, 16)]
    [InlineData(9, 0, 16)]
    [InlineData(9, 2, 257)]
    public void Sizes_out_of_their_bounds_are_refused(int items, int codebooks, int codewords) =>
        Assert.ThrowsAny<ArgumentException>(() => Codes(items, codebooks, codewords, 1));

    private static byte[] Codes(int items, int codebooks, int codewords, ulong seed) =>
        HashedCodes.Of(items, codebooks, codewords, seed).Values.ToArray();
}
