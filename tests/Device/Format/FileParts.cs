using System.Buffers.Binary;

namespace OnDeviceRec.Device.Tests.Format;

/// <summary>Where things stand in the bytes of a model file (docs/format.md).</summary>
internal static class FileParts
{
    public const int HeaderLength = 24;
    public const int Version = 4;
    public const int FileLength = 8;
    public const int Checksum = 16;
    public const int Count = 20;

    // Fields of an entry of the section table.
    public const int Type = 0;
    public const int Element = 4;
    public const int Offset = 8;
    public const int Length = 16;

    private const int EntryLength = 24;

    public static int Entry(int section, int field) => HeaderLength + (section * EntryLength) + field;

    public static int Sections(byte[] file) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(Count));

    /// <summary>Where the section table ends.</summary>
    public static int TableEnd(byte[] file) => Entry(Sections(file), 0);

    /// <summary>The first byte of a section.</summary>
    public static int Start(byte[] file, int section) =>
        checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(Entry(section, Offset))));

    /// <summary>The number of the section of a tensor.</summary>
    public static int SectionOf(byte[] file, TensorRole role, int index = 0)
    {
        int section = 0;
        while (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(Entry(section, Type))) != ((uint)role | ((uint)index << 16))) section++;
        return section;
    }

    /// <summary>The first byte of a tensor.</summary>
    public static int Start(byte[] file, TensorRole role, int index = 0) => Start(file, SectionOf(file, role, index));

    /// <summary>The byte of a word of the configuration.</summary>
    public static int Word(byte[] file, int word) => Start(file, 0) + (word * sizeof(uint));

    /// <summary>Makes the checksum right again, as an attacker would.</summary>
    public static byte[] Sign(byte[] bytes)
    {
        if (bytes.Length >= Count)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Checksum), Device.Format.Checksum.Of(bytes.AsSpan(Count)));
        return bytes;
    }
}
