using System.Runtime.InteropServices;

namespace OnDeviceRec.Tensors;

/// <summary>Owned native memory for float32 values, aligned to a cache line (64 bytes), zero at first.</summary>
internal sealed unsafe class AlignedMemory : IDisposable
{
    private const nuint Alignment = 64;

    private float* pointer;

    public AlignedMemory(int length)
    {
        Length = length;
        nuint bytes = checked((nuint)length * sizeof(float));
        pointer = (float*)NativeMemory.AlignedAlloc(Math.Max(bytes, Alignment), Alignment);
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
}
