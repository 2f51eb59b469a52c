using System.Runtime.InteropServices;

namespace OnDeviceRec.Tensors;

/// <summary>Owned native memory for float32 values, aligned to a cache line (64 bytes), zero at first.</summary>
/// <remarks>
/// Where there is much of it, Linux is asked for large pages: with small ones a step over a table and its moments spends some percent of
/// its time finding out where they are.
/// </remarks>
internal sealed unsafe partial class AlignedMemory : IDisposable
{
    private const nuint Alignment = 64, LargePage = 1 << 21;
    private const int UseLargePages = 14;

    private float* pointer;

    public AlignedMemory(int length)
    {
        Length = length;
        nuint bytes = checked((nuint)length * sizeof(float));
        bool large = bytes >= LargePage && OperatingSystem.IsLinux();
        pointer = (float*)NativeMemory.AlignedAlloc(Math.Max(bytes, Alignment), large ? LargePage : Alignment);

        // Advice: where it is not taken, nothing is lost.
        if (large) _ = Advise(pointer, bytes, UseLargePages);
        NativeMemory.Clear(pointer, bytes);
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
        NativeMemory.AlignedFree(pointer);
        pointer = null;
        GC.RemoveMemoryPressure(Math.Max((long)Length * sizeof(float), 1));
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* from, nuint bytes, int advice);
}
