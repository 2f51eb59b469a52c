using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tests.Tables;

public sealed class QuantileCodesTests
{
    [Fact]
    public void Worked_codes()
    {
        // The third column is not asked for. Of five items three are in the lower bin.
        using var vectors = new Tensor(new Shape(5, 3), [0.3f, 9, 1, -1, 8, 1, 7, 7, 1, 0.5f, 6, 1, 0.4f, 5, 1]);
        ItemCodes codes = QuantileCodes.Of(vectors, codebooks: 2, codewords: 2, seed: 1);
        Assert.Equal([0, 1, 0, 1, 1, 0, 1, 0, 0, 0], codes.Values.ToArray());
        Assert.Equal((5, 2, 2), (codes.Items, codes.Codebooks, codes.Codewords));
    }

    [Property]
    public Property Bins_hold_equally_many_items_and_follow_the_numbers_whatever_is_tied() => Prop.ForAll(Sizes(), sizes =>
    {
        (int items, int codebooks, int codewords, int different) = sizes;
        using Tensor vectors = Vectors(items, codebooks, different);
        ItemCodes codes = QuantileCodes.Of(vectors, codebooks, codewords, seed: 5);
        for (int k = 0; k < codebooks; k++)
        {
            int[] column = [.. Enumerable.Range(0, items).Select(v => (int)codes.Values.Span[(v * codebooks) + k])];
            for (int code = 0; code < codewords; code++)
                Assert.InRange(column.Count(c => c == code), items / codewords, (items + codewords - 1) / codewords);
            for (int v = 0; v < items; v++)
            {
                for (int w = 0; w < items; w++) Assert.True(vectors.Row(v)[k] >= vectors.Row(w)[k] || column[v] <= column[w]);
            }
        }
    });

    [Fact]
    public void The_seed_says_how_ties_are_broken_and_nothing_else()
    {
        using Tensor tied = Vectors(200, 3, different: 1), apart = new(new Shape(200, 1));
        for (int v = 0; v < 200; v++) apart.Span[v] = v * 37 % 200;
        Assert.Equal(Codes(tied, 3, 1), Codes(tied, 3, 1));
        Assert.NotEqual(Codes(tied, 3, 1), Codes(tied, 3, 2));
        Assert.Equal(Codes(apart, 1, 1), Codes(apart, 1, 2));

        // Equal columns are not tied in the same order.
        byte[] codes = Codes(tied, 3, 1);
        Assert.Contains(codes.Chunk(3), own => own[0] != own[1] && own[1] != own[2]);

        static byte[] Codes(Tensor vectors, int codebooks, ulong seed) => QuantileCodes.Of(vectors, codebooks, 16, seed).Values.ToArray();
    }

    [Fact]
    public void What_has_no_quantiles_is_refused()
    {
        using Tensor two = Vectors(5, 2, different: 3), none = new(new Shape(0, 2));
        Assert.Contains("[5, 2] are no items of at least 3 numbers", Message(two, 3, 4), StringComparison.Ordinal);
        Assert.Contains("[0, 2] are no items", Message(none, 2, 4), StringComparison.Ordinal);
        Assert.Contains("2 codebooks of 257 codewords", Message(two, 2, 257), StringComparison.Ordinal);
        two.Row(3)[1] = float.NaN;
        Assert.Contains("column 1 of the vectors holds what is no number", Message(two, 2, 4), StringComparison.Ordinal);

        static string Message(Tensor vectors, int codebooks, int codewords) =>
            Assert.Throws<ArgumentException>(() => QuantileCodes.Of(vectors, codebooks, codewords, seed: 1)).Message;
    }

    // Whole numbers of which only so many are different.
    private static Tensor Vectors(int items, int columns, int different)
    {
        var vectors = new Tensor(new Shape(items, columns));
        new Philox(3).FillUniform(vectors.Span, 0, different);
        foreach (ref float x in vectors.Span) x = MathF.Floor(x);
        return vectors;
    }

    private static Arbitrary<(int Items, int Codebooks, int Codewords, int Different)> Sizes() => (
        from items in Gen.Choose(1, 90)
        from codebooks in Gen.Choose(1, 4)
        from codewords in Gen.Elements(1, 2, 3, 16, 256)
        from different in Gen.Elements(1, 2, 10, 1_000)
        select (items, codebooks, codewords, different)).ToArbitrary();
}
