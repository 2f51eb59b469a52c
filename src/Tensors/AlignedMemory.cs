using System.Runtime.InteropServices;

namespace OnDeviceRec.Tensors;

/// <summary>Owned native memory for float32 values, aligned to a cache line (64 bytes), zero at first.</summary>
/// <remarks>
/// Where there is much of it, it comes from Linux itself, in large pages: with small ones a step over a table and its moments spends some
/// percent of its time finding out where they are. Such memory takes none of the machine's until it is written to: the gradient of a
/// frozen table, or the moments of items that no step has moved, cost nothing.
/// </remarks>
internal sealed unsafe partial class AlignedMemory : IDisposable
{
    private const nuint Alignment = 64, LargePage = 1 << 21;
    private const int ReadAndWrite = 3, PrivateAndOfNoFile = 0x22, NoFile = -1, UseLargePages = 14;

    // Where the memory is mapped, which may be before the first value; null where it is not.
    private readonly void* mapped;
    private float* pointer;

    public AlignedMemory(int length)
    {
        Length = length;
        nuint bytes = checked((nuint)length * sizeof(float));
        if (bytes >= LargePage && OperatingSystem.IsLinux())
        {
            mapped = Map(null, bytes + LargePage, ReadAndWrite, PrivateAndOfNoFile, NoFile, 0);
            if ((nint)mapped == -1) throw new InsufficientMemoryException($"{bytes} bytes of memory cannot be had.");
            pointer = (float*)(((nuint)mapped + LargePage - 1) & ~(LargePage - 1));

            // Advice: where it is not taken, nothing is lost.
            _ = Advise(pointer, bytes, UseLargePages);
        }
        else
        {
            pointer = (float*)NativeMemory.AlignedAlloc(Math.Max(bytes, Alignment), Alignment);
            NativeMemory.Clear(pointer, bytes);
        }

        GC.AddMemoryPressure(Math.Max((long)bytes, 1));
    }

    ~AlignedMemory() => Free();

    public int Length { get; }

    public float* Pointer => pointer;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (pointer == null) return;
        nuint bytes = (nuint)Length * sizeof(float);
        if (mapped != null) _ = Unmap(mapped, bytes + LargePage);
        else NativeMemory.AlignedFree(pointer);
        pointer = null;
        GC.RemoveMemoryPressure(Math.Max((long)bytes, 1));
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial void* Map(void* at, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* from, nuint bytes);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* from, nuint bytes, int advice);
}
