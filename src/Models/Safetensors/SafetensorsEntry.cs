using System.Buffers.Binary;
using System.Text.Json;

namespace OnDeviceRec.Models.Safetensors;

/// <summary>A tensor of a safetensors file: its numbers' type, its shape, and where it stands behind the header.</summary>
internal sealed class SafetensorsEntry
{
    internal const string MetadataName = "__metadata__";

    private SafetensorsEntry(string type, int numberBytes, long[] shape, long from, long to) =>
        (Type, NumberBytes, Shape, From, To) = (type, numberBytes, shape, from, to);

    /// <summary>F32, F16 or BF16.</summary>
    public string Type { get; }

    /// <summary>The sizes of its axes; none of a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Its numbers.</summary>
    public long Count => (To - From) / NumberBytes;

    internal int NumberBytes { get; }

    internal long From { get; }

    internal long To { get; }

    /// <summary>An entry of the header, or null where it is none, or is not as long as its shape says.</summary>
    internal static SafetensorsEntry? Read(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("shape", out JsonElement axes) || Whole(axes) is not { } shape
            || !entry.TryGetProperty("data_offsets", out JsonElement places) || Whole(places) is not [var from, var to])
        {
            return null;
        }

        int bytes = type.GetString() switch { "F32" => 4, "F16" or "BF16" => 2, _ => 0 };
        UInt128 length = (UInt128)bytes;
        foreach (long size in shape)
        {
            length *= (UInt128)size;
            if (length > (UInt128)long.MaxValue) return null;
        }

        return bytes > 0 && to >= from && length == (UInt128)(to - from)
            ? new SafetensorsEntry(type.GetString()!, bytes, shape, from, to)
            : null;
    }

    /// <summary>Makes single floats of its numbers.</summary>
    internal void Convert(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        Func<ReadOnlySpan<byte>, float> read = Type switch
        {
            "F32" => BinaryPrimitives.ReadSingleLittleEndian,
            "F16" => number => (float)BinaryPrimitives.ReadHalfLittleEndian(number),
            _ => number => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(number) << 16),
        };
        for (int i = 0; i < values.Length; i++) values[i] = read(bytes.Slice(i * NumberBytes, NumberBytes));
    }

    // Natural numbers, or null.
    private static long[]? Whole(JsonElement numbers)
    {
        if (numbers.ValueKind != JsonValueKind.Array) return null;
        long[] values = new long[numbers.GetArrayLength()];
        int i = 0;
        foreach (JsonElement number in numbers.EnumerateArray())
        {
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out values[i]) || values[i++] < 0) return null;
        }

        return values;
    }
}
