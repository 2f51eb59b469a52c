using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using OnDeviceRec.Device;

namespace OnDeviceRec.Models.Files;

/// <summary>Makes the ids that a model file holds.</summary>
public static class ItemIds
{
    /// <summary>A catalog's own ids as a model file holds them: as numbers where all of them are.</summary>
    /// <param name="ids">V ids, that of item 1 first.</param>
    /// <exception cref="ArgumentException">An id is empty, too long or there twice; the message names the item.</exception>
    public static CatalogIds NumbersOrTexts(IReadOnlyList<string> ids)
    {
        long[] numbers = new long[ids.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            bool isNumber = long.TryParse(ids[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]);
            if (!isNumber || numbers[i].ToString(CultureInfo.InvariantCulture) != ids[i]) return Of((ReadOnlySpan<string>)[.. ids]);
        }

        return Of((ReadOnlySpan<long>)numbers);
    }

    /// <summary>The first item whose id holds a control character, which no written file has; 0 where there is none.</summary>
    /// <param name="ids">The ids.</param>
    public static int FirstWithControlCharacter(CatalogIds ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.AreNumbers) return 0;
        for (int item = 1; item <= ids.Count; item++)
            if (ids.IdOf(item).Any(char.IsControl)) return item;
        return 0;
    }

    /// <summary>Texts as ids: the first is item 1's.</summary>
    /// <param name="ids">V ids, all different, none empty, none longer than <see cref="CatalogIds.MaxLength"/>.</param>
    /// <exception cref="ArgumentException">An id is empty, too long, no Unicode text (half a surrogate pair) or there twice; the message
    /// names the item.</exception>
    public static CatalogIds Of(ReadOnlySpan<string> ids)
    {
        byte[][] keys = new byte[ids.Length][];
        Span<byte> key = stackalloc byte[CatalogIds.MaxLength];
        for (int i = 0; i < keys.Length; i++)
        {
            OperationStatus status = Utf8.FromUtf16(ids[i], key, out _, out int length, replaceInvalidSequences: false);
            if (status == OperationStatus.InvalidData)
                throw new ArgumentException($"The id of item {i + 1} is no Unicode text: half a surrogate pair is in it.");
            if (status != OperationStatus.Done || length == 0)
            {
                throw new ArgumentException(
                    $"The id of item {i + 1} has {System.Text.Encoding.UTF8.GetByteCount(ids[i])} bytes, "
                    + $"expected 1 to {CatalogIds.MaxLength}.");
            }

            keys[i] = key[..length].ToArray();
        }

        return new CatalogIds(IdSectionWriter.Write(keys, areNumbers: false));
    }

    /// <summary>Numbers as ids: the first is item 1's.</summary>
    /// <param name="ids">V ids, all different.</param>
    /// <exception cref="ArgumentException">An id is there twice; the message names the item.</exception>
    public static CatalogIds Of(ReadOnlySpan<long> ids)
    {
        byte[][] keys = new byte[ids.Length][];
        for (int i = 0; i < keys.Length; i++) CatalogIds.WriteNumber(ids[i], keys[i] = new byte[sizeof(long)]);
        return new CatalogIds(IdSectionWriter.Write(keys, areNumbers: true));
    }
}
