using System.IO.Compression;
using System.Text;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>A packed file of a data set's folder: half of the damage is to the text inside.</summary>
internal sealed class PackedDatasetTarget(string name, double share, string file) : DatasetTarget(name, share, file)
{
    protected override byte[] Packed(string text) => Zip(Encoding.UTF8.GetBytes(text));

    protected override byte[] Damaged(byte[] seed, Random random) =>
        random.Next(2) == 0 ? Damage.Of(seed, random, head: 64) : Zip(base.Damaged(Unzip(seed), random));

    // Bytes of gzip may stand for a thousand times as many of text, which is what memory is taken for.
    protected override long Size(byte[] bytes) => bytes.Length + Unzip(bytes).Length;

    private static byte[] Zip(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest)) zip.Write(text);
        return packed.ToArray();
    }

    // As far as it goes.
    private static byte[] Unzip(byte[] packed)
    {
        using var text = new MemoryStream();
        using var zip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        try
        {
            zip.CopyTo(text);
        }
        catch (InvalidDataException)
        {
            // Damaged.
        }

        return text.ToArray();
    }
}
