using System.IO.Compression;

namespace OnDeviceRec.Data.IO;

/// <summary>
/// What is in a gzip file (RFC 1952): its members one after the other, with zeros behind the last one if there are any. Reading to the end
/// makes sure that the file is whole.
/// </summary>
internal sealed class UnpackedStream : ForwardStream
{
    private readonly EndedStream packed;
    private readonly GZipStream unpacked;
    private readonly Stream file;

    /// <summary>Unpacks a file.</summary>
    /// <param name="packed">The file, from its start; it is closed with this stream.</param>
    public UnpackedStream(Stream packed)
    {
        file = packed.CanSeek ? packed : InMemory(packed);
        this.packed = new EndedStream(file);
        unpacked = new GZipStream(this.packed, CompressionMode.Decompress);
    }

    /// <summary>Whether zeros are behind the last member; to be asked once all was read.</summary>
    public bool IsPadded => file.Length > 0 && !packed.IsAtEnd;

    /// <exception cref="InvalidDataException">The file is broken or cut short, or something else than zeros is behind its end.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || file.Length == 0) return 0;
        int read = unpacked.Read(buffer);
        if (read > 0) return read;
        if (packed.WasRead) throw new InvalidDataException("The gzip data is cut short.");
        if (!packed.OnlyZerosFollow()) throw new InvalidDataException("There is something behind the gzip data.");
        return 0;
    }

    // A pipe does not say where it ends before it does.
    private static MemoryStream InMemory(Stream packed)
    {
        var copy = new MemoryStream();
        using (packed) packed.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
