using System.Buffers.Binary;

namespace OnDeviceRec.Models.Onnx;

/// <summary>A protocol buffer in the making: fields one after the other, in parts, so that no large one is copied.</summary>
/// <remarks>Source: https://protobuf.dev/programming-guides/encoding/.</remarks>
internal sealed class ProtobufMessage
{
    private const int Varint = 0, LengthDelimited = 2, Fixed32 = 5;

    // Of a number of 64 bits, 7 a byte.
    private const int LongestVarint = 10;

    private readonly List<ReadOnlyMemory<byte>> parts = [];

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a whole number.</summary>
    public ProtobufMessage Add(int field, long value) => Add([.. Number(Tag(field, Varint)), .. Number(value)]);

    /// <summary>Adds a single float.</summary>
    public ProtobufMessage Add(int field, float value)
    {
        byte[] bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return Add([.. Number(Tag(field, Fixed32)), .. bytes]);
    }

    /// <summary>Adds a text.</summary>
    public ProtobufMessage Add(int field, string value) => Add(field, System.Text.Encoding.UTF8.GetBytes(value));

    /// <summary>Adds bytes, which have to stay as they are.</summary>
    public ProtobufMessage Add(int field, ReadOnlyMemory<byte> value) => Begin(field, value.Length).Add(value);

    /// <summary>Adds a message that is complete.</summary>
    public ProtobufMessage Add(int field, ProtobufMessage value)
    {
        Begin(field, value.Length);
        foreach (ReadOnlyMemory<byte> part in value.parts) Add(part);
        return this;
    }

    /// <summary>Writes all of it.</summary>
    public void WriteTo(Stream stream)
    {
        foreach (ReadOnlyMemory<byte> part in parts) stream.Write(part.Span);
    }

    private static long Tag(int field, int type) => ((long)field << 3) | (uint)type;

    private static byte[] Number(long value)
    {
        Span<byte> bytes = stackalloc byte[LongestVarint];
        int count = 0;
        ulong rest = (ulong)value;
        for (; rest >= 0x80; rest >>= 7) bytes[count++] = (byte)(rest | 0x80);
        bytes[count++] = (byte)rest;
        return bytes[..count].ToArray();
    }

    private ProtobufMessage Begin(int field, long length) => Add([.. Number(Tag(field, LengthDelimited)), .. Number(length)]);

    private ProtobufMessage Add(ReadOnlyMemory<byte> part)
    {
        parts.Add(part);
        Length += part.Length;
        return this;
    }

    private ProtobufMessage Add(byte[] part) => Add((ReadOnlyMemory<byte>)part);
}
