namespace OnDeviceRec.Device.Tests;

/// <summary>A stream that cannot seek, does not know its length and gives a few thousand bytes at a time.</summary>
internal sealed class TrickleStream(byte[] bytes) : Stream
{
    private int position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int given = Math.Min(Math.Min(count, 4999), bytes.Length - position);
        bytes.AsSpan(position, given).CopyTo(buffer.AsSpan(offset));
        position += given;
        return given;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
