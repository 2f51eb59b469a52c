using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace OnDeviceRec.Models.Safetensors;

/// <summary>Writes F32 tensors in the safetensors format, in their order.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes a file.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="metadata">What else to say.</param>
    /// <param name="tensors">The tensors: name, shape, numbers row by row.</param>
    public static void Write(
        Stream stream,
        IReadOnlyDictionary<string, string> metadata,
        IReadOnlyList<(string Name, int[] Shape, ReadOnlyMemory<float> Values)> tensors)
    {
        byte[] header = Header(metadata, tensors);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        const int Chunk = 1 << 14;
        byte[] bytes = new byte[Chunk * sizeof(float)];
        foreach ((_, _, ReadOnlyMemory<float> values) in tensors)
        {
            for (int at = 0; at < values.Length; at += Chunk)
            {
                ReadOnlySpan<float> part = values.Span.Slice(at, Math.Min(Chunk, values.Length - at));
                for (int i = 0; i < part.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), part[i]);
                stream.Write(bytes.AsSpan(0, part.Length * sizeof(float)));
            }
        }
    }

    // JSON, and spaces up to a multiple of eight bytes.
    private static byte[] Header(
        IReadOnlyDictionary<string, string> metadata, IReadOnlyList<(string Name, int[] Shape, ReadOnlyMemory<float> Values)> tensors)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsEntry.MetadataName);
            foreach ((string name, string said) in metadata) json.WriteString(name, said);
            json.WriteEndObject();
            long at = 0;
            foreach ((string name, int[] shape, ReadOnlyMemory<float> values) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (int size in shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(at);
                json.WriteNumberValue(at += (long)values.Length * sizeof(float));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        int padding = (Alignment - (text.WrittenCount % Alignment)) % Alignment;
        return [.. text.WrittenSpan, .. System.Text.Encoding.UTF8.GetBytes(new string(' ', padding))];
    }
}
