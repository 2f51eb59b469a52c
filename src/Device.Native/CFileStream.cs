using System.Runtime.InteropServices;

namespace OnDeviceRec.Device.Native;

/// <summary>A file read by the C library: the base library's streams over files would make this library a tenth larger.</summary>
internal sealed unsafe partial class CFileStream : Stream
{
    private const int FromEnd = 2;
    private const int FromStart = 0;

    private readonly byte* path;
    private readonly nint file;
    private readonly long length;

    /// <param name="path">UTF-8, ended by NUL; it outlives the stream.</param>
    public CFileStream(byte* path)
    {
        this.path = path;
        fixed (byte* mode = "rb"u8) file = fopen(path, mode);
        if (file == 0) throw Failed();
        length = fseek(file, 0, FromEnd) == 0 ? (long)ftell(file) : -1;
        CanSeek = length >= 0 && fseek(file, 0, FromStart) == 0;
    }

    public override bool CanRead => true;

    public override bool CanSeek { get; }

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => (long)ftell(file);
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        fixed (byte* to = buffer)
        {
            nuint count = fread(to, 1, (nuint)buffer.Length, file);
            return count > 0 || ferror(file) == 0 ? (int)count : throw Failed();
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        _ = fclose(file);
        base.Dispose(disposing);
    }

    private StatusException Failed()
    {
        string why = Marshal.PtrToStringUTF8((nint)strerror(Marshal.GetLastPInvokeError()))!;
        return new StatusException(Status.File, $"{Marshal.PtrToStringUTF8((nint)path)}: {why}.");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint fopen(byte* path, byte* mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nuint fread(byte* to, nuint size, nuint count, nint file);

    [LibraryImport("libc")]
    private static partial int fseek(nint file, nint offset, int origin);

    [LibraryImport("libc")]
    private static partial nint ftell(nint file);

    [LibraryImport("libc")]
    private static partial int ferror(nint file);

    [LibraryImport("libc")]
    private static partial int fclose(nint file);

    [LibraryImport("libc")]
    private static partial byte* strerror(int code);
}
