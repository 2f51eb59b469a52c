using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Tests.Kernels;

public sealed class Int4LineTests
{
    [Fact]
    public void Every_number_of_every_column_is_expanded_and_stands_alone()
    {
        for (int column = 0; column < 16; column++)
        {
            for (int number = -8; number < 8; number++)
            {
                ulong alone = Int4Line.Of(number, column), full = alone | ~Int4Line.Of(-1, column);
                sbyte[] expected = [.. Enumerable.Range(0, 16).Select(c => (sbyte)(c == column ? number : 0))];
                Assert.Equal(expected, Expanded(alone));
                Assert.Equal(expected.Select((x, c) => c == column ? x : -1), Expanded(full).Select(x => (int)x));
                Assert.Equal(number, Int4Line.Get(full, column));
            }
        }
    }

    [Fact]
    public void Every_count_of_lines_is_expanded_and_nothing_behind_it()
    {
        byte[] random = new byte[8 * 70];
        new Random(1).NextBytes(random);
        ulong[] lines = [.. random.Chunk(8).Select(line => BitConverter.ToUInt64(line))];
        for (int count = 0; count <= lines.Length; count++)
        {
            sbyte[] panels = [.. Enumerable.Repeat((sbyte)100, (16 * count) + 16)];
            Int4Line.Expand(lines.AsSpan(0, count), panels);
            Assert.Equal([.. lines[..count].SelectMany(Expanded), .. Enumerable.Repeat((sbyte)100, 16)], panels);
        }
    }

    [Fact]
    public void Worked_line() =>
        Assert.Equal<sbyte>([3, 3, 3, 3, 3, 3, 3, 3, -3, 0, 0, 0, 0, 0, 0, 0], Expanded(0x03030303030303D3));

    private static sbyte[] Expanded(ulong line)
    {
        sbyte[] panel = new sbyte[16];
        Int4Line.Expand([line], panel);
        return panel;
    }
}
