namespace OnDeviceRec.Data.IO;

/// <summary>
/// A packed file as its unpacker reads it: bytes, and a zero behind the last of them, so that what reads further is known to have been cut
/// short. The last bytes come one by one: an unpacker that has enough then stops exactly where its data ends.
/// </summary>
/// <param name="inner">The file, from its start.</param>
internal sealed class EndedStream(Stream inner) : ForwardStream
{
    /// <summary>So many bytes come one by one.</summary>
    private const int LastBytes = 1 << 16;

    private byte lastRead;

    /// <summary>Whether all bytes were read, and so the zero behind them.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Whether someone read on behind the end.</summary>
    public bool WasRead { get; private set; }

    /// <summary>Whether zeros alone follow where the reader stopped; they are read.</summary>
    public bool OnlyZerosFollow()
    {
        byte[] buffer = new byte[LastBytes];
        for (int read; lastRead == 0 && (read = inner.Read(buffer)) > 0;)
            if (buffer.AsSpan(0, read).ContainsAnyExcept((byte)0)) return false;
        return lastRead == 0;
    }

    public override int Read(Span<byte> buffer)
    {
        long most = Math.Max(1, inner.Length - inner.Position - LastBytes);
        int read = inner.Read(buffer[..(int)Math.Min(buffer.Length, most)]);
        if (read > 0)
        {
            lastRead = buffer[read - 1];
            return read;
        }

        if (IsAtEnd)
        {
            WasRead = true;
            return 0;
        }

        IsAtEnd = true;
        buffer[0] = lastRead = 0;
        return 1;
    }
}
