namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>A stream with zeros behind its end, which notes whether more than the first of them were wanted.</summary>
internal sealed class EndedStream(Stream inner) : Stream
{
    private bool ended;

    /// <summary>Whether someone read on behind the end.</summary>
    public bool WasRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        if (read > 0) return read;
        if (ended)
        {
            WasRead = true;
            return 0;
        }

        ended = true;
        buffer[0] = 0;
        return 1;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
