using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using OnDeviceRec.Device.Ids;

namespace OnDeviceRec.Device;

/// <summary>
/// The catalog's ids of the items 1..V, texts or 64-bit numbers, both ways: id of an item, item of an id. They stay front-coded as
/// in the file (docs/format.md); an id is found in about log₂ V steps, nothing is unpacked. Where the file has none, the items' own
/// numbers 1..V are their ids. Immutable.
/// </summary>
public sealed class CatalogIds
{
    /// <summary>Longest id, in bytes of UTF-8.</summary>
    public const int MaxLength = IdSection.MaxKey;

    private readonly IdSection? section;

    internal CatalogIds(IdSection section) => (this.section, Count) = (section, section.Items);

    internal CatalogIds(int items) => Count = items;

    /// <summary>V.</summary>
    public int Count { get; }

    /// <summary>Whether the file has none, so that they are the numbers 1..V.</summary>
    public bool AreItems => section is null;

    /// <summary>Whether the ids are numbers; else they are texts.</summary>
    public bool AreNumbers => section is null || section.AreNumbers;

    /// <summary>As a file has them: none where they are the items' numbers.</summary>
    internal ReadOnlySpan<byte> Bytes => section is null ? default : section.Bytes;

    /// <summary>The item with this id. Where ids are numbers the text is read as one.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The item, 1..V.</returns>
    /// <exception cref="ArgumentException">There is none.</exception>
    public int Find(string id) => TryFind(id, out int item) ? item : throw new ArgumentException($"The catalog has no id {id}.");

    /// <summary>The item with this id. Where ids are numbers the text is read as one.</summary>
    /// <param name="id">The id.</param>
    /// <param name="item">The item, 1..V, or 0.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(ReadOnlySpan<char> id, out int item)
    {
        item = 0;
        if (AreNumbers)
        {
            return long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                && TryFind(number, out item);
        }

        Span<byte> key = stackalloc byte[MaxLength];
        return Utf8.FromUtf16(id, key, out _, out int length, replaceInvalidSequences: false) == OperationStatus.Done
            && section!.TryFind(key[..length], out item);
    }

    /// <summary>The item with this id. Where ids are numbers the text is read as one.</summary>
    /// <param name="utf8">The id.</param>
    /// <param name="item">The item, 1..V, or 0.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(ReadOnlySpan<byte> utf8, out int item)
    {
        item = 0;
        if (AreNumbers)
        {
            return long.TryParse(utf8, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                && TryFind(number, out item);
        }

        return section!.TryFind(utf8, out item);
    }

    /// <summary>The item with this id; none where ids are texts.</summary>
    /// <param name="id">The id.</param>
    /// <param name="item">The item, 1..V, or 0.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(long id, out int item)
    {
        item = 0;
        if (section is null)
        {
            if (id > 0 && id <= Count) item = (int)id;
            return item > 0;
        }

        Span<byte> key = stackalloc byte[sizeof(long)];
        WriteNumber(id, key);
        return AreNumbers && section.TryFind(key, out item);
    }

    /// <summary>The id of an item as text.</summary>
    /// <param name="item">The item, 1..V.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public string IdOf(int item)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return Encoding.UTF8.GetString(text[..CopyText(item, text)]);
    }

    /// <summary>The id of an item as UTF-8.</summary>
    /// <param name="item">The item, 1..V.</param>
    /// <param name="utf8">Room for it; <see cref="MaxLength"/> bytes are always enough.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    /// <exception cref="ArgumentException">There is not enough room.</exception>
    public int CopyText(int item, Span<byte> utf8)
    {
        Span<byte> key = stackalloc byte[MaxLength];
        int length = Read(item, key);
        if (AreNumbers) ReadNumber(key).TryFormat(key, out length, default, CultureInfo.InvariantCulture);
        if (length > utf8.Length)
            throw new ArgumentException($"The id of item {item} has {length} bytes, there is room for {utf8.Length}.");
        key[..length].CopyTo(utf8);
        return length;
    }

    /// <summary>The id of an item as a number.</summary>
    /// <param name="item">The item, 1..V.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    /// <exception cref="InvalidOperationException">The ids are texts.</exception>
    public long NumberOf(int item)
    {
        if (!AreNumbers) throw new InvalidOperationException("The catalog's ids are texts.");
        Span<byte> key = stackalloc byte[MaxLength];
        Read(item, key);
        return ReadNumber(key);
    }

    // Numbers are keys whose order as bytes is theirs.
    internal static void WriteNumber(long id, Span<byte> key) => BinaryPrimitives.WriteUInt64BigEndian(key, (ulong)id ^ (1UL << 63));

    private static long ReadNumber(ReadOnlySpan<byte> key) => (long)(BinaryPrimitives.ReadUInt64BigEndian(key) ^ (1UL << 63));

    private int Read(int item, Span<byte> key)
    {
        if (item < 1 || item > Count) throw new ArgumentOutOfRangeException(nameof(item), $"Item {item} is not within 1..{Count}.");
        if (section is not null) return section.Read(item - 1, key);
        WriteNumber(item, key);
        return sizeof(long);
    }
}
