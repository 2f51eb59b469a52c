using System.Runtime.InteropServices;

namespace OnDeviceRec.Device.Older;

/// <summary>References beside references, which here are made of spans.</summary>
internal static class Unsafe
{
    public static unsafe int SizeOf<T>()
        where T : unmanaged => sizeof(T);

    public static ref T Add<T>(ref T source, int offset) =>
        ref MemoryMarshal.GetReference(MemoryMarshal.CreateSpan(ref source, offset + 1)[offset..]);
}
