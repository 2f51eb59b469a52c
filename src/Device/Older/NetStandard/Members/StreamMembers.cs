namespace OnDeviceRec.Device.Older;

/// <summary>What later versions of .NET have in <see cref="Stream"/> besides.</summary>
internal static class StreamMembers
{
    /// <summary>Reads until a number of bytes have come or the stream ends.</summary>
    public static int ReadAtLeast(this Stream stream, Span<byte> buffer, int minimumBytes, bool throwOnEndOfStream)
    {
        int filled = 0, count = 1;
        for (; filled < minimumBytes && count > 0; filled += count) count = stream.Read(buffer[filled..]);
        return filled >= minimumBytes || !throwOnEndOfStream ? filled : throw new EndOfStreamException();
    }
}
