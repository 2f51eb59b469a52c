using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Models.Tests.Tables;

public sealed class ItemCodesTests
{
    [Theory]
    [InlineData(256, 8)]
    [InlineData(255, 8)]
    [InlineData(16, 4)]
    [InlineData(17, 5)]
    [InlineData(2, 1)]
    [InlineData(1, 0)]
    public void A_code_takes_as_many_bits_as_its_codewords_need(int codewords, int bits)
    {
        var codes = new ItemCodes(new byte[6], codebooks: 2, codewords);
        Assert.Equal((3, 2, codewords, 6 * bits), (codes.Items, codes.Codebooks, codes.Codewords, codes.Bits));
    }

    [Theory]
    [InlineData(0, 16, 6, "0 codebooks of 16 codewords")]
    [InlineData(2, 0, 6, "2 codebooks of 0 codewords")]
    [InlineData(2, 257, 6, "2 codebooks of 257 codewords")]
    [InlineData(4, 16, 6, "6 codes are not 4 for each item")]
    [InlineData(2, 16, 0, "0 codes are not 2 for each item")]
    [InlineData(2, 3, 6, "item 2 has the code 3 of 3 codewords")]
    public void What_is_no_matrix_of_codes_is_refused(int codebooks, int codewords, int count, string reason)
    {
        byte[] values = [.. Enumerable.Range(0, count).Select(i => (byte)i)];
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ItemCodes(values, codebooks, codewords));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
