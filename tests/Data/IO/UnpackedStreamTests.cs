using System.IO.Compression;
using System.IO.Pipes;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Data.Tests.IO;

public sealed class UnpackedStreamTests
{
    [Fact]
    public async Task A_pipe_is_unpacked_as_a_file_is()
    {
        byte[] text = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * i % 251))];
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(text);
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        Task writing = Task.Run(
            () =>
            {
                using (writer) writer.Write(packed.ToArray());
            },
            TestContext.Current.CancellationToken);
        using var unpacked = new UnpackedStream(reader);
        using var all = new MemoryStream();
        await unpacked.CopyToAsync(all, TestContext.Current.CancellationToken);
        Assert.Equal(text, all.ToArray());
        await writing;
    }
}
