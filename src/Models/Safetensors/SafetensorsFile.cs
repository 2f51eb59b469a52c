using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using OnDeviceRec.Data;

namespace OnDeviceRec.Models.Safetensors;

/// <summary>
/// A file of named tensors in the safetensors format: the header's length in eight bytes, the header as JSON, the numbers row by row. The
/// whole header is checked before a number is read: every tensor is of F32, F16 or BF16 and as long as its shape says, and together they
/// are all of the bytes behind the header, without holes and overlaps.
/// </summary>
/// <remarks>Source: https://huggingface.co/docs/safetensors, section "Format".</remarks>
internal sealed class SafetensorsFile : IDisposable
{
    private const int LengthBytes = sizeof(ulong), LongestHeader = 100_000_000;

    private const string Remedy = "give a safetensors file of F32, F16 or BF16 tensors";

    private readonly string path;
    private readonly SafeFileHandle handle;
    private readonly long start;

    private SafetensorsFile(string path, SafeFileHandle handle)
    {
        (this.path, this.handle) = (path, handle);
        using JsonDocument header = ReadHeader(out start);
        JsonElement root = header.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw Wrong("its header is no JSON object");
        var tensors = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.Name == SafetensorsEntry.MetadataName)
            {
                ReadMetadata(property.Value, metadata);
                continue;
            }

            tensors.Add(
                property.Name, SafetensorsEntry.Read(property.Value) ?? throw Wrong($"tensor {property.Name} is described wrongly"));
        }

        RequireContiguous(tensors);
        (Tensors, Metadata) = (tensors.ToFrozenDictionary(StringComparer.Ordinal), metadata.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>What is in the file, by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Tensors { get; }

    /// <summary>What else its writer said.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">It cannot be read, or is no file of this format.</exception>
    public static SafetensorsFile Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path);
            return new SafetensorsFile(path, handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            handle?.Dispose();
            throw new DataFormatException(path, null, "cannot be read", "check that it is a file and that you may read it", e);
        }
        catch (InvalidOperationException e)
        {
            handle?.Dispose();
            throw new DataFormatException(path, null, "a text of its header is no Unicode", Remedy, e);
        }
        catch (DataFormatException)
        {
            handle?.Dispose();
            throw;
        }
    }

    /// <summary>The numbers of a tensor, row by row, as single floats.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="DataFormatException">It cannot be read, or has more numbers than an array holds.</exception>
    public float[] Read(string name)
    {
        SafetensorsEntry entry = Tensors[name];
        if (entry.Count > Array.MaxLength) throw Wrong($"tensor {name} has {entry.Count} numbers, above {Array.MaxLength}");
        float[] values = new float[entry.Count];
        const int Chunk = 1 << 16;
        byte[] bytes = new byte[Math.Min(Chunk, values.Length) * entry.NumberBytes];
        for (int at = 0; at < values.Length; at += Chunk)
        {
            Span<float> part = values.AsSpan(at, Math.Min(Chunk, values.Length - at));
            Span<byte> read = bytes.AsSpan(0, part.Length * entry.NumberBytes);
            ReadExactly(read, start + entry.From + ((long)at * entry.NumberBytes));
            entry.Convert(read, part);
        }

        return values;
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private JsonDocument ReadHeader(out long end)
    {
        Span<byte> length = stackalloc byte[LengthBytes];
        long file = RandomAccess.GetLength(handle);
        if (file < LengthBytes) throw Wrong($"{file} bytes are no header");
        ReadExactly(length, 0);
        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (header > LongestHeader || header > (ulong)(file - LengthBytes))
            throw Wrong($"its header says that it has {header} bytes; the file has {file}, and a header at most {LongestHeader}");
        byte[] bytes = new byte[header];
        ReadExactly(bytes, LengthBytes);
        end = LengthBytes + (long)header;
        try
        {
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw Wrong("its header is no JSON, or names something twice", e);
        }
    }

    private void ReadMetadata(JsonElement said, Dictionary<string, string> metadata)
    {
        if (said.ValueKind != JsonValueKind.Object) throw Wrong("its metadata are no object");
        foreach (JsonProperty one in said.EnumerateObject())
        {
            if (one.Value.ValueKind != JsonValueKind.String) throw Wrong($"{one.Name} of its metadata is no text");
            metadata.Add(one.Name, one.Value.GetString()!);
        }
    }

    private void RequireContiguous(Dictionary<string, SafetensorsEntry> tensors)
    {
        long end = 0, all = RandomAccess.GetLength(handle) - start;
        foreach ((string name, SafetensorsEntry entry) in tensors.OrderBy(one => one.Value.From).ThenBy(one => one.Value.To))
        {
            if (entry.From != end) throw Wrong($"tensor {name} starts at {entry.From}, expected {end}");
            end = entry.To;
        }

        if (end != all) throw Wrong($"its tensors end at {end}, its bytes at {all}");
    }

    private void ReadExactly(Span<byte> bytes, long offset)
    {
        for (int read = 0; read < bytes.Length;)
        {
            int count = RandomAccess.Read(handle, bytes[read..], offset + read);
            if (count == 0) throw Wrong("it ends while it is read");
            read += count;
        }
    }

    private DataFormatException Wrong(string problem, Exception? inner = null) => new(path, null, problem, Remedy, inner);
}
