using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OnDeviceRec.Testing;

/// <summary>
/// Spans that end where memory ends: the byte after the last element lies on a page that may be neither read nor written, so that
/// a kernel that touches it takes the test process down. Linux only.
/// </summary>
public sealed class GuardedMemory : IDisposable
{
    private const int Read = 1;
    private const int Write = 2;
    private const int PrivateAnonymous = 0x22;

    private readonly List<(nint Address, nuint Bytes)> regions = [];

    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>n floats, uniform in (-1, 1), up to the guard page.</summary>
    public Span<float> Floats(int n)
    {
        Span<float> span = Allocate<float>(n);
        Random random = new(n);
        for (int i = 0; i < n; i++)
            span[i] = random.NextSingle() * 2f - 1f;
        return span;
    }

    /// <summary>n zeros up to the guard page.</summary>
    public Span<T> Allocate<T>(int n)
        where T : unmanaged
    {
        nuint page = (nuint)Environment.SystemPageSize;
        nuint bytes = (nuint)(n * Unsafe.SizeOf<T>());
        nuint usable = (bytes + page - 1) / page * page;
        nint address = Map(0, usable + page, Read | Write, PrivateAnonymous, -1, 0);
        if (address == -1 || Protect(address + (nint)usable, page, 0) != 0)
            throw new InvalidOperationException($"No guarded memory of {bytes} bytes: error {Marshal.GetLastPInvokeError()}.");
        regions.Add((address, usable + page));
        ref byte start = ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), address + (nint)(usable - bytes));
        return MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref start), n);
    }

    public void Dispose()
    {
        foreach ((nint address, nuint bytes) in regions)
            _ = Unmap(address, bytes);
        regions.Clear();
    }

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Protect(nint address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unmap(nint address, nuint length);
}
