using System.Runtime.InteropServices;
using OnDeviceRec.Device.Ids;

namespace OnDeviceRec.Device.Format;

/// <summary>
/// A model file, read and checked (docs/format.md): header, checksum, section table, configuration and every number. What is handed out can
/// be believed. Immutable.
/// </summary>
public sealed class ModelFile
{
    // From a stream of unknown length, a length is not believed further than this before its bytes have come.
    private const int FirstRead = 1 << 16;

    /// <summary>Where its sections are.</summary>
    internal readonly ModelLayout Layout;

    private readonly AlignedArray<byte> bytes;

    private ModelFile(AlignedArray<byte> bytes, int length)
    {
        (this.bytes, Length) = (bytes, length);
        ReadOnlySpan<byte> file = bytes.Span;
        uint stored = LittleEndian.Word(file, ModelLayout.ChecksumOffset);
        uint computed = Checksum.Of(file[(ModelLayout.ChecksumOffset + sizeof(uint))..]);
        if (stored != computed)
            throw new ModelFormatException($"The checksum is {computed:x8}, the file says {stored:x8}: its bytes have changed.");
        Configuration = ReadConfiguration(file);
        Layout = ReadLayout(file, Configuration);
        foreach (ModelSection section in Layout.Tensors) SectionNumbers.Check(section, Bytes(section));
        if (Layout.Behind(ElementType.Ids) is { } ids)
            Ids = new CatalogIds(new IdSection(bytes, (int)ids.Offset, (int)ids.Length, Configuration.Items));
    }

    /// <summary>The model's sizes.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>The catalog's own ids, if the file has them.</summary>
    public CatalogIds? Ids { get; }

    /// <summary>Bytes of the file as it was read.</summary>
    public long Length { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="ModelFormatException">It is no model file; the message starts with the path.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ModelFile Read(string path)
    {
        // One byte is no buffer, and 0 is refused by Mono.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
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
        if (stream.CanSeek) CheckLength(header.Length + Math.Max(0, stream.Length - stream.Position), length);
        var buffer = new AlignedArray<byte>(stream.CanSeek ? length : Math.Min(length, FirstRead));
        header.CopyTo(buffer.Span);
        for (int filled = header.Length; filled < length;)
        {
            if (filled == buffer.Length)
            {
                var larger = new AlignedArray<byte>((int)Math.Min(length, 2L * filled));
                buffer.Span.CopyTo(larger.Span);
                buffer = larger;
            }

            int count = stream.Read(buffer.Span[filled..]);
            if (count == 0) throw Truncated(filled, length);
            filled += count;
        }

        if (stream.ReadByte() >= 0) throw GoesOn(length);
        return Whole(buffer);
    }

    /// <summary>Reads a file from memory; the bytes are copied.</summary>
    /// <param name="bytes">The whole file and nothing more.</param>
    /// <exception cref="ModelFormatException">It is no model file.</exception>
    public static ModelFile Parse(ReadOnlySpan<byte> bytes)
    {
        int length = CheckHeader(bytes);
        CheckLength(bytes.Length, length);
        var buffer = new AlignedArray<byte>(length);
        bytes.CopyTo(buffer.Span);
        return Whole(buffer);
    }

    /// <summary>A tensor that is a matrix.</summary>
    internal PackedMatrix Matrix(TensorRole role, int index = 0) => new(bytes, Layout.Section(role, index));

    /// <summary>A tensor that is a vector.</summary>
    internal ReadOnlySpan<float> Vector(TensorRole role, int index = 0) =>
        MemoryMarshal.Cast<byte, float>(Bytes(Layout.Section(role, index)));

    /// <summary>What a section holds.</summary>
    internal ReadOnlySpan<byte> Bytes(ModelSection section) => bytes.Span.Slice((int)section.Offset, (int)section.Length);

    /// <summary>What is wrong with a file that ends too early.</summary>
    internal static ModelFormatException Truncated(long held, long length) => new($"The file ends after {held} of its {length} bytes.");

    // A packed file holds a model file and no other packed one.
    private static ModelFile Whole(AlignedArray<byte> file)
    {
        if (LittleEndian.Word(file.Span, 0) != PackedFile.Magic) return new ModelFile(file, file.Length);
        AlignedArray<byte> whole = PackedFile.Unpack(file.Span);
        CheckLength(whole.Length, CheckHeader(whole.Span, ModelLayout.Magic));
        return new ModelFile(whole, file.Length);
    }

    private static ModelFormatException GoesOn(long length) => new($"The file goes on after its {length} bytes.");

    private static void CheckLength(long held, long length)
    {
        if (held < length) throw Truncated(held, length);
        if (held > length) throw GoesOn(length);
    }

    private static int CheckHeader(ReadOnlySpan<byte> bytes, uint other = PackedFile.Magic)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Model files are read on little-endian machines only.");
        uint magic = bytes.Length < sizeof(uint) ? 0 : LittleEndian.Word(bytes, 0);
        if (magic != ModelLayout.Magic && magic != other)
            throw new ModelFormatException("The file does not start with ODRM or ODRP: it is no model file.");
        if (bytes.Length < ModelLayout.HeaderLength) throw Truncated(bytes.Length, ModelLayout.HeaderLength);
        uint version = LittleEndian.Word(bytes, 4);
        uint known = magic == ModelLayout.Magic ? ModelLayout.Version : PackedFile.Version;
        if (version != known)
            throw new ModelFormatException($"The file has format version {version}; this runtime reads version {known}.");
        ulong length = LittleEndian.Long(bytes, 8);
        if (length < ModelLayout.HeaderLength || length > (ulong)ModelLayout.MaxFileLength)
        {
            throw new ModelFormatException(
                $"The file says that it has {length} bytes; {ModelLayout.HeaderLength} to {ModelLayout.MaxFileLength} are possible.");
        }

        return (int)length;
    }

    private static ModelConfiguration ReadConfiguration(ReadOnlySpan<byte> bytes)
    {
        uint count = LittleEndian.Word(bytes, 20);
        if (count == 0 || count > (uint)(bytes.Length - ModelLayout.HeaderLength) / ModelLayout.EntryLength)
        {
            throw new ModelFormatException(
                $"The file says that it has {count} sections; its {bytes.Length} bytes have no room for their table.");
        }

        var expected = new ModelSection(
            ModelLayout.ConfigurationType, ElementType.Configuration, ModelLayout.FirstOffset((int)count), ConfigurationSection.Length);
        CheckSection(bytes, 0, expected);
        if (expected.Offset + expected.Length > bytes.Length) throw Truncated(bytes.Length, expected.Offset + expected.Length);
        return ConfigurationSection.Read(bytes.Slice((int)expected.Offset, ConfigurationSection.Length));
    }

    private static ModelLayout ReadLayout(ReadOnlySpan<byte> bytes, ModelConfiguration configuration)
    {
        uint count = LittleEndian.Word(bytes, 20);
        int without = 1 + ModelLayout.TensorsOf(configuration);
        if (count < without || count > without + 2)
            throw new ModelFormatException($"The file has {count} sections, its configuration asks for {without}, and at most 2 more.");
        ReadOnlySpan<byte> behind = bytes.Slice(
            ModelLayout.HeaderLength + (without * ModelLayout.EntryLength), ((int)count - without) * ModelLayout.EntryLength);
        bool hasIds = behind.Length > 0 && LittleEndian.Word(behind, 0) == ModelLayout.IdsType;
        ulong ids = hasIds ? LittleEndian.Long(behind, 16) : 0;
        if (hasIds && (ids == 0 || ids > (ulong)bytes.Length))
            throw new ModelFormatException($"Section {without} (Catalog ids): length {ids} in a file of {bytes.Length} bytes.");
        var layout = new ModelLayout(configuration, (long)ids, behind.Length > (hasIds ? ModelLayout.EntryLength : 0));
        if (layout.Sections.Length != count)
            throw new ModelFormatException($"The file has {count} sections, {layout.Sections.Length} are known.");
        ReadOnlySpan<ModelSection> sections = layout.Sections;
        if (layout.FileLength != bytes.Length)
            throw new ModelFormatException($"The file has {bytes.Length} bytes, its sections ask for {layout.FileLength}.");
        int end = ModelLayout.HeaderLength + (sections.Length * ModelLayout.EntryLength);
        for (int i = 0; i < sections.Length; i++)
        {
            CheckSection(bytes, i, sections[i]);
            int padding = bytes[end..(int)sections[i].Offset].IndexOfAnyExcept((byte)0);
            if (padding >= 0)
                throw new ModelFormatException($"Byte {end + padding} before section {i} is {bytes[end + padding]}, expected 0.");
            end = (int)(sections[i].Offset + sections[i].Length);
        }

        return layout;
    }

    private static void CheckSection(ReadOnlySpan<byte> bytes, int i, ModelSection expected)
    {
        int entry = ModelLayout.HeaderLength + (i * ModelLayout.EntryLength);
        Check("type", LittleEndian.Word(bytes, entry), expected.Type);
        Check("element type", LittleEndian.Word(bytes, entry + 4), (uint)expected.Element);
        Check("offset", LittleEndian.Long(bytes, entry + 8), (ulong)expected.Offset);
        Check("length", LittleEndian.Long(bytes, entry + 16), (ulong)expected.Length);

        void Check(string what, ulong actual, ulong wanted)
        {
            if (actual != wanted) throw new ModelFormatException($"Section {i} ({expected.Name}): {what} {actual}, expected {wanted}.");
        }
    }
}
