using System.Text;

namespace OnDeviceRec.Device.Tests.Format;

/// <summary>
/// A reader written from docs/format.md and nothing else: it shares no code, no constant and no type with the runtime. It reads a valid
/// file; refusing others is not its business.
/// </summary>
internal sealed class DocumentedFile
{
    private readonly byte[] file;
    private readonly Dictionary<(int Role, int Index), double[]> tensors = [];

    public DocumentedFile(byte[] file)
    {
        this.file = file;
        Assert.Equal("ODRM"u8.ToArray(), file[..4]);
        Assert.Equal(4u, U32(4));
        Assert.Equal((ulong)file.Length, U64(8));
        Assert.Equal(U32(16), Crc32C(file.AsSpan(20)));
        int count = Int(20), end = 24 + (24 * count);
        for (int section = 0; section < count; section++)
        {
            int entry = 24 + (24 * section), type = Int(entry), offset = (int)U64(entry + 8), length = (int)U64(entry + 16);
            Assert.Equal((end + 63) / 64 * 64, offset);
            Assert.All(file[end..offset], b => Assert.Equal(0, b));
            end = offset + length;
            Read(type & 0xFFFF, type >> 16, Int(entry + 4), offset, length);
        }

        Assert.Equal(file.Length, end);
    }

    /// <summary>The 38 words of the configuration, ε and the length of h among them as their bits.</summary>
    public uint[] Words { get; private set; } = [];

    /// <summary>Ids of the items as text, if the file has them.</summary>
    public string[]? Ids { get; private set; }

    /// <summary>The items in the order of their ids, counted from 0, if the file has that order.</summary>
    public int[]? Order { get; private set; }

    /// <summary>All tensors, row-major, by role and index.</summary>
    public IReadOnlyDictionary<(int Role, int Index), double[]> Tensors => tensors;

    /// <summary>Scales of an int8 or int4 matrix, as they stand in the file.</summary>
    public Dictionary<(int Role, int Index), float[]> Scales { get; } = [];

    private int Items => (int)Words[0];

    private void Read(int role, int index, int element, int offset, int length)
    {
        if (role == 1)
        {
            Words = [.. Enumerable.Range(0, length / 4).Select(i => U32(offset + (4 * i)))];
        }
        else if (role == 4)
        {
            ReadIds(offset, length);
        }
        else
        {
            tensors[(role, index)] = Shape(role, index) is { } shape
                ? ReadMatrix(role, index, shape, element, offset, length)
                : ReadVector(element, offset, length);
        }
    }

    // [R, I, J, S] of a matrix; null for a vector.
    private (int R, int I, int J, int S)? Shape(int role, int index)
    {
        int d = (int)Words[1], inner = (int)Words[2], cores = (int)Words[9];
        int rank(int k) => k == 0 || k == cores ? 1 : (int)Words[29 + k];
        return role switch
        {
            2 => (1, Items, d, 1),
            3 => (rank(index), (int)Words[14 + index], (int)Words[22 + index], rank(index + 1)),
            16 => (1, (int)Words[5], d, 1),
            32 or 34 or 36 or 38 or 64 or 66 => (1, d, d, 1),
            42 => (1, inner, d, 1),
            44 => (1, d, inner, 1),
            _ => null,
        };
    }

    private double[] ReadVector(int element, int offset, int length)
    {
        Assert.Equal(1, element);
        return [.. Enumerable.Range(0, length / 4).Select(i => (double)F32(offset + (4 * i)))];
    }

    private double[] ReadMatrix(int role, int index, (int R, int I, int J, int S) shape, int element, int offset, int length)
    {
        bool codes = role == 3 && Words[7] == 2 && index == (int)Words[9] - 1;
        Assert.Equal(codes ? 5 : (int)Words[11], element);
        (int rows, int columns) = (shape.J * shape.R, shape.I * shape.S);
        int panels = (columns + 15) / 16, lines = (rows + 7) / 8, bits = element switch { 1 => 32, 2 => 16, 3 => 8, _ => 4 };
        float[] scales = [.. Enumerable.Range(0, element switch { 3 => shape.I, 6 => rows, _ => 0 }).Select(i => F32(offset + (4 * i)))];
        int start = offset + (((4 * scales.Length) + 63) / 64 * 64);
        Assert.Equal(start + (codes ? 16 * panels * lines : 16 * panels * rows * bits / 8), offset + length);
        Scales[(role, index)] = scales;
        double[] core = new double[shape.R * shape.I * shape.J * shape.S];
        for (int r = 0; r < shape.R; r++)
        {
            for (int i = 0; i < shape.I; i++)
            {
                for (int j = 0; j < shape.J; j++)
                {
                    for (int s = 0; s < shape.S; s++)
                    {
                        int k = (j * shape.R) + r;
                        int n = (i * shape.S) + s;
                        int line = (n / 16 * rows) + k;
                        int at = start + (bits / 8 * ((line * 16) + (n % 16)));
                        core[(((((r * shape.I) + i) * shape.J) + j) * shape.S) + s] = element switch
                        {
                            1 => F32(at),
                            2 => F16(at),
                            3 => scales[i] * (float)(sbyte)file[at],
                            5 => (file[start + (((n / 16 * lines) + (k / 8)) * 16) + (n % 16)] >> (k % 8) & 1) == 1 ? 1 : -1,
                            _ => scales[k] * (float)Int4(file[start + (8 * line) + (n % 8)] >> (n % 16 / 8 * 4) & 15),
                        };
                    }
                }
            }
        }

        return core;
    }

    private void ReadIds(int offset, int length)
    {
        bool numbers = U32(offset) == 1;
        int bits = Int(offset + 4);
        int blocks = (Items + 15) / 16;
        int order = offset + 12 + (4 * blocks);
        int keys = order + (((Items * bits) + 7) / 8);
        Assert.Equal(offset + length, keys + Int(offset + 8));
        int bit(int x) => file[order + (x / 8)] >> (x % 8) & 1;
        if (bits > 0)
            Order = [.. Enumerable.Range(0, Items).Select(rank => Enumerable.Range(0, bits).Sum(x => bit((rank * bits) + x) << x))];
        Ids = new string[Items];
        byte[] key = [];
        for (int item = 0, at = keys; item < Items; item++)
        {
            if (item % 16 == 0) Assert.Equal(at - keys, Int(offset + 12 + (item / 16 * 4)));
            key = [.. key[..file[at]], .. file[(at + 2)..(at + 2 + file[at + 1])]];
            at += 2 + file[at + 1];
            Ids[item] = numbers ? Number(key) : Encoding.UTF8.GetString(key);
        }
    }

    private static string Number(byte[] key)
    {
        ulong number = 0;
        foreach (byte b in key) number = (number << 8) | b;
        return $"{(long)(number ^ 0x8000000000000000)}";
    }

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
        }

        return ~crc;
    }

    private uint U32(int at) => file[at] | ((uint)file[at + 1] << 8) | ((uint)file[at + 2] << 16) | ((uint)file[at + 3] << 24);

    private ulong U64(int at) => U32(at) | ((ulong)U32(at + 4) << 32);

    private int Int(int at) => checked((int)U32(at));

    private float F32(int at) => BitConverter.UInt32BitsToSingle(U32(at));

    private static int Int4(int bits) => bits < 8 ? bits : bits - 16;

    // IEEE 754 binary16: ±2^(e−15)·(1 + m/1024), or ±2^−14·m/1024 where e = 0.
    private double F16(int at)
    {
        int bits = file[at] | (file[at + 1] << 8), e = bits >> 10 & 31, m = bits & 1023;
        double magnitude = e == 0 ? Math.Pow(2, -14) * m / 1024 : Math.Pow(2, e - 15) * (1 + (m / 1024.0));
        return bits >> 15 == 0 ? magnitude : -magnitude;
    }
}
