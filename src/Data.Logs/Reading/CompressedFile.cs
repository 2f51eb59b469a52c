using System.Buffers.Binary;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>
/// Whether packed files are whole. The database unpacks a file that was cut short without complaint and sees fewer rows; so what it is
/// given is checked first.
/// </summary>
internal static class CompressedFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Checks a packed file, and passes over others.</summary>
    /// <param name="file">The file.</param>
    /// <param name="folder">Where it is unpacked if the database cannot: gzip with zeros behind it.</param>
    /// <param name="cancellation">Stops the check.</param>
    /// <returns>The file to read.</returns>
    /// <exception cref="DataFormatException">It is cut short or broken.</exception>
    public static LogFile Checked(LogFile file, string folder, CancellationToken cancellation)
    {
        if (file.Packing.Length == 0) return file;
        try
        {
            using FileStream stream = File.OpenRead(file.Path);
            if (file.Packing == ".gz") return IsPadded(stream, cancellation) ? Unpacked(file, folder, cancellation) : file;
            return IsWholeZstandard(stream) ? file : throw Broken(file, null);
        }
        catch (InvalidDataException e)
        {
            throw Broken(file, e);
        }
    }

    private static DataFormatException Broken(LogFile file, Exception? inner) => new(
        file.Name, null, $"is no whole {file.Packing[1..]} file: broken or cut short", "fetch it or pack it again", inner);

    // Unpacks it all, which compares every part's checksum.
    private static bool IsPadded(FileStream file, CancellationToken cancellation)
    {
        using var unpacked = new UnpackedStream(file);
        Copy(unpacked, Stream.Null, cancellation);
        return unpacked.IsPadded;
    }

    private static LogFile Unpacked(LogFile file, string folder, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, Path.GetRandomFileName());
        using var unpacked = new UnpackedStream(File.OpenRead(file.Path));
        using FileStream copy = File.Create(path);
        Copy(unpacked, copy, cancellation);
        return file with { Path = path, Packing = string.Empty };
    }

    private static void Copy(UnpackedStream unpacked, Stream copy, CancellationToken cancellation)
    {
        byte[] buffer = new byte[BufferBytes];
        for (int read; (read = unpacked.Read(buffer)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            copy.Write(buffer, 0, read);
        }
    }

    // RFC 8878: frames of blocks, each of which says how long it is. What is in the blocks the database checks.
    private static bool IsWholeZstandard(FileStream file)
    {
        const uint Frame = 0xFD2FB528, Skippable = 0x184D2A50, SkippableMask = 0xFFFFFFF0;
        const int RunLengthBlock = 1;
        Span<byte> bytes = stackalloc byte[4];
        while (file.Position < file.Length)
        {
            uint magic = (uint)Take(file, bytes, 4);
            if ((magic & SkippableMask) == Skippable)
            {
                file.Position += Take(file, bytes, 4);
                continue;
            }

            if (magic != Frame) return false;
            int descriptor = (int)Take(file, bytes, 1);
            bool isSingle = (descriptor & 0x20) != 0, hasChecksum = (descriptor & 0x04) != 0;
            int dictionaryBytes = (descriptor & 3) == 3 ? 4 : descriptor & 3, sizeCode = descriptor >> 6;
            file.Position += (isSingle ? 0 : 1) + dictionaryBytes + (sizeCode == 0 ? (isSingle ? 1 : 0) : 1 << sizeCode);
            long block;
            do
            {
                block = Take(file, bytes, 3);
                file.Position += ((block >> 1) & 3) == RunLengthBlock ? 1 : block >> 3;
            }
            while ((block & 1) == 0);
            if (hasChecksum) file.Position += 4;
        }

        return file.Position == file.Length;
    }

    private static long Take(FileStream file, Span<byte> bytes, int count)
    {
        bytes.Clear();
        if (file.ReadAtLeast(bytes[..count], count, throwOnEndOfStream: false) < count)
            throw new InvalidDataException("The file ends within a frame.");
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
