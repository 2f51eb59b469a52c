using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OnDeviceRec.Device;

/// <summary>
/// Floats that start at a multiple of 64 bytes. A pinned array rather than native memory: it never moves, so the alignment holds, and any
/// span over it keeps it alive, so nothing has to be freed. Its numbers are undefined until they are written.
/// </summary>
internal sealed class AlignedFloats
{
    private const int Alignment = 64;

    private readonly float[] array;
    private readonly int start;

    public AlignedFloats(int length)
    {
        array = GC.AllocateUninitializedArray<float>(checked(length + (Alignment / sizeof(float))), pinned: true);
        Length = length;
        start = FirstAligned(array);
    }

    public int Length { get; }

    public Span<float> Span => array.AsSpan(start, Length);

    public Span<byte> Bytes => MemoryMarshal.AsBytes(Span);

    private static unsafe int FirstAligned(float[] pinned)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        return (int)((Alignment - (address % Alignment)) % Alignment / sizeof(float));
    }
}
