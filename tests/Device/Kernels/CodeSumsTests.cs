using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Tests.Kernels;

public sealed class CodeSumsTests
{
    [Fact]
    public void Sums_are_those_of_their_tables_at_every_size_and_nothing_is_written_behind()
    {
        var random = new Random(1);
        foreach (int lines in (int[])[1, 2, 3, 4, 5, 7, 8, 11, 12, 128])
        {
            byte[] tables = new byte[CodeSums.TableBytes(lines)];
            for (int j = 0; j < 2 * lines; j++) random.NextBytes(tables.AsSpan(CodeSums.TableAt(j), 16));
            for (int panels = 0; panels <= 9; panels++)
            {
                byte[] codes = new byte[panels * lines * 16];
                random.NextBytes(codes);
                ushort[] sums = [.. Enumerable.Repeat((ushort)7, (panels * 16) + 1)];
                CodeSums.Run(tables, codes, lines, sums.AsSpan(0, panels * 16));
                ushort[] expected = [.. Enumerable.Range(0, panels * 16).Select(n => (ushort)Sum(tables, codes, lines, n)), 7];
                Assert.Equal(expected, sums);
            }
        }
    }

    [Fact]
    public void No_sum_of_the_most_lines_overflows()
    {
        byte[] tables = [.. Enumerable.Repeat(byte.MaxValue, CodeSums.TableBytes(CodeSums.MaxLines))];
        ushort[] sums = new ushort[16];
        CodeSums.Run(tables, new byte[CodeSums.MaxLines * 16], CodeSums.MaxLines, sums);
        Assert.All(sums, sum => Assert.Equal(2 * CodeSums.MaxLines * byte.MaxValue, sum));
    }

    [Fact]
    public void Worked_line()
    {
        // The lower half of a byte looks in the first table, the upper one in the second.
        byte[] tables = new byte[CodeSums.TableBytes(1)];
        for (int c = 0; c < 16; c++) (tables[CodeSums.TableAt(0) + c], tables[CodeSums.TableAt(1) + c]) = ((byte)c, (byte)(10 * c));
        ushort[] sums = new ushort[16];
        CodeSums.Run(tables, [0x00, 0x01, 0x10, 0x11, 0xF0, 0x0F, 0xFF, 0x23, 0, 0, 0, 0, 0, 0, 0, 0xA1], 1, sums);
        Assert.Equal([0, 1, 10, 11, 150, 15, 165, 23, 0, 0, 0, 0, 0, 0, 0, 101], sums);
    }

    private static int Sum(byte[] tables, byte[] codes, int lines, int n) => Enumerable.Range(0, lines).Sum(i =>
    {
        int code = codes[(((n / 16 * lines) + i) * 16) + (n % 16)];
        return tables[CodeSums.TableAt(2 * i) + (code % 16)] + tables[CodeSums.TableAt((2 * i) + 1) + (code / 16)];
    });
}
