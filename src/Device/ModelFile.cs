using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OnDeviceRec.Device;

/// <summary>
/// A model file, read and checked (docs/format.md): header, checksum, section table, configuration and every number. What is handed out can
/// be believed. Immutable.
/// </summary>
public sealed class ModelFile
{
    // A length is not believed further than this before its bytes have come.
    private const int FirstRead = 1 << 20;

    private readonly AlignedFloats buffer;
    private readonly ModelLayout layout;

    private ModelFile(AlignedFloats buffer, int length)
    {
        this.buffer = buffer;
        ReadOnlySpan<byte> bytes = buffer.Bytes[..length];
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes[ModelLayout.ChecksumOffset..]);
        uint computed = Checksum.Of(bytes[(ModelLayout.ChecksumOffset + sizeof(uint))..]);
        if (stored != computed) throw new ModelFormatException($"The checksum is {computed:x8}, the file says {stored:x8}: its bytes have changed.");
        Configuration = ReadConfiguration(bytes);
        layout = new ModelLayout(Configuration);
        CheckSections(bytes, layout);
        foreach (ModelSection section in layout.Sections[1..])
        {
            int bad = Finite.FirstBad(Floats(section));
            if (bad >= 0) throw new ModelFormatException($"{section.Name}: number {bad} is {Floats(section)[bad]}.");
        }
    }

    /// <summary>The model's sizes.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>Bytes of the file.</summary>
    public long Length => layout.FileLength;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="ModelFormatException">It is no model file; the message starts with the path.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ModelFile Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        try
        {
            return Read(stream);
        }
        catch (ModelFormatException e)
        {
            throw new ModelFormatException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Reads a file from a stream that ends where the file ends.</summary>
    /// <param name="stream">The stream, read from where it stands.</param>
    /// <exception cref="ModelFormatException">It holds no model file.</exception>
    public static ModelFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> header = stackalloc byte[ModelLayout.HeaderLength];
        int length = CheckHeader(header[..stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false)]);
        AlignedFloats buffer = Allocate(Math.Min(length, FirstRead));
        header.CopyTo(buffer.Bytes);
        for (int filled = header.Length; filled < length;)
        {
            if (filled >= buffer.Bytes.Length)
            {
                AlignedFloats larger = Allocate((int)Math.Min(length, 2L * filled));
                buffer.Bytes.CopyTo(larger.Bytes);
                buffer = larger;
            }

            int count = stream.Read(buffer.Bytes[filled..Math.Min(length, buffer.Bytes.Length)]);
            if (count == 0) throw Truncated(filled, length);
            filled += count;
        }

        if (stream.ReadByte() >= 0) throw new ModelFormatException($"The file goes on after its {length} bytes.");
        return new ModelFile(buffer, length);
    }

    /// <summary>Reads a file from memory; the bytes are copied.</summary>
    /// <param name="bytes">The whole file and nothing more.</param>
    /// <exception cref="ModelFormatException">It is no model file.</exception>
    public static ModelFile Parse(ReadOnlySpan<byte> bytes)
    {
        int length = CheckHeader(bytes);
        if (bytes.Length < length) throw Truncated(bytes.Length, length);
        if (bytes.Length > length) throw new ModelFormatException($"The file goes on after its {length} bytes.");
        AlignedFloats buffer = Allocate(length);
        bytes.CopyTo(buffer.Bytes);
        return new ModelFile(buffer, length);
    }

    /// <summary>Bytes of the file that a model of this configuration takes.</summary>
    /// <param name="configuration">The sizes.</param>
    public static long FileBytes(ModelConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new ModelLayout(configuration).FileLength;
    }

    /// <summary>Bytes of the file that the same model would take with a dense fp32 table: over <see cref="Length"/>, the file's compression rate.</summary>
    /// <param name="configuration">The sizes.</param>
    public static long DenseFileBytes(ModelConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return FileBytes(configuration.WithDenseTable());
    }

    /// <summary>The numbers of a tensor, row-major, all finite.</summary>
    /// <param name="role">What it is.</param>
    /// <param name="index">Its core or layer; 0 for roles that have neither.</param>
    /// <exception cref="ArgumentException">The model has no such tensor.</exception>
    public ReadOnlySpan<float> Tensor(TensorRole role, int index = 0) => Floats(layout.Sections[layout.IndexOf(role, index)]);

    private static AlignedFloats Allocate(int bytes) => new(((bytes - 1) / sizeof(float)) + 1);

    private static ModelFormatException Truncated(long held, long length) => new($"The file ends after {held} of its {length} bytes.");

    private static int CheckHeader(ReadOnlySpan<byte> bytes)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Model files are read on little-endian machines only.");
        if (bytes.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != ModelLayout.Magic)
            throw new ModelFormatException("The file does not start with ODRM: it is no model file.");
        if (bytes.Length < ModelLayout.HeaderLength) throw Truncated(bytes.Length, ModelLayout.HeaderLength);
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (version != ModelLayout.Version) throw new ModelFormatException($"The file has format version {version}; this runtime reads version {ModelLayout.Version}.");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        if (length < ModelLayout.HeaderLength || length > (ulong)Array.MaxLength) throw new ModelFormatException($"The file says that it has {length} bytes.");
        return (int)length;
    }

    private static ModelConfiguration ReadConfiguration(ReadOnlySpan<byte> bytes)
    {
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]);
        if (count == 0 || count > (uint)(bytes.Length - ModelLayout.HeaderLength) / ModelLayout.EntryLength)
            throw new ModelFormatException($"The file says that it has {count} sections; its {bytes.Length} bytes have no room for their table.");
        var expected = new ModelSection(ModelLayout.ConfigurationType, ElementType.Configuration, ModelLayout.FirstOffset((int)count), ConfigurationSection.Length);
        CheckSection(bytes, 0, expected);
        if (expected.Offset + expected.Length > bytes.Length) throw Truncated(bytes.Length, expected.Offset + expected.Length);
        return ConfigurationSection.Read(bytes.Slice((int)expected.Offset, ConfigurationSection.Length));
    }

    private static void CheckSections(ReadOnlySpan<byte> bytes, ModelLayout layout)
    {
        ReadOnlySpan<ModelSection> sections = layout.Sections;
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]);
        if (count != sections.Length) throw new ModelFormatException($"The file has {count} sections, its configuration asks for {sections.Length}.");
        if (layout.FileLength != bytes.Length) throw new ModelFormatException($"The file has {bytes.Length} bytes, its configuration asks for {layout.FileLength}.");
        int end = ModelLayout.HeaderLength + (sections.Length * ModelLayout.EntryLength);
        for (int i = 0; i < sections.Length; i++)
        {
            CheckSection(bytes, i, sections[i]);
            int padding = bytes[end..(int)sections[i].Offset].IndexOfAnyExcept((byte)0);
            if (padding >= 0) throw new ModelFormatException($"Byte {end + padding} before section {i} is {bytes[end + padding]}, expected 0.");
            end = (int)(sections[i].Offset + sections[i].Length);
        }
    }

    private static void CheckSection(ReadOnlySpan<byte> bytes, int i, ModelSection expected)
    {
        ReadOnlySpan<byte> entry = bytes[(ModelLayout.HeaderLength + (i * ModelLayout.EntryLength))..];
        Check("type", BinaryPrimitives.ReadUInt32LittleEndian(entry), expected.Type);
        Check("element type", BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]), (uint)expected.Element);
        Check("offset", BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]), (ulong)expected.Offset);
        Check("length", BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]), (ulong)expected.Length);

        void Check(string what, ulong actual, ulong wanted)
        {
            if (actual != wanted) throw new ModelFormatException($"Section {i} ({expected.Name}): {what} {actual}, expected {wanted}.");
        }
    }

    private ReadOnlySpan<float> Floats(ModelSection section) =>
        MemoryMarshal.Cast<byte, float>(buffer.Bytes.Slice((int)section.Offset, (int)section.Length));
}
