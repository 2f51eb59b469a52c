using System.Buffers.Binary;
using OnDeviceRec.Device.Ids;

namespace OnDeviceRec.Device.Tests.Ids;

/// <summary>A section of ids part by part as docs/format.md has it, so that a test can put anything in.</summary>
internal sealed class IdBytes
{
    public uint Kind { get; set; }

    public uint Bits { get; set; }

    /// <summary>Length of the keys that the header states, where it is not theirs.</summary>
    public uint? KeysLength { get; set; }

    /// <summary>Where every 16th key starts, where it is not where it does.</summary>
    public uint[]? Blocks { get; set; }

    public byte[] Order { get; set; } = [];

    /// <summary>Bytes shared with the key before, bytes that follow as they are said to be, and as they are.</summary>
    public List<(int Shared, int Own, byte[] Bytes)> Keys { get; } = [];

    /// <summary>Bytes behind the last key.</summary>
    public byte[] Rest { get; set; } = [];

    public IdBytes Add(int shared, params byte[] own) => Add(shared, own.Length, own);

    public IdBytes Add(int shared, int own, byte[] bytes)
    {
        Keys.Add((shared, own, bytes));
        return this;
    }

    public IdSection Section(int? items = null) => Section(Bytes(), items ?? Keys.Count);

    public static IdSection Section(byte[] bytes, int items)
    {
        // Something stands before it and behind it, as in a file.
        var file = new AlignedArray<byte>(bytes.Length + 128);
        file.Span.Fill(0xAA);
        bytes.CopyTo(file.Span[64..]);
        return new IdSection(file, 64, bytes.Length, items);
    }

    public byte[] Bytes()
    {
        var keys = new List<byte>();
        var blocks = new List<uint>();
        for (int i = 0; i < Keys.Count; i++)
        {
            if (i % 16 == 0) blocks.Add((uint)keys.Count);
            keys.AddRange([(byte)Keys[i].Shared, (byte)Keys[i].Own, .. Keys[i].Bytes]);
        }

        keys.AddRange(Rest);
        return
        [
            .. Word(Kind),
            .. Word(Bits),
            .. Word(KeysLength ?? (uint)keys.Count),
            .. (Blocks ?? [.. blocks]).SelectMany(Word),
            .. Order,
            .. keys,
        ];
    }

    private static byte[] Word(uint word)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, word);
        return bytes;
    }
}
