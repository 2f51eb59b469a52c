using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OnDeviceRec.Device;

/// <summary>
/// Numbers that start at a multiple of 64 bytes. A pinned array rather than native memory: it never moves, so the alignment holds, and any
/// span over it keeps it alive, so nothing has to be freed. Its contents are undefined until they are written.
/// </summary>
internal sealed class AlignedArray<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    public readonly int Length;

    private readonly T[] array;
    private readonly int start;

    public AlignedArray(int length)
    {
        Debug.Assert(length <= MaxLength);
        array = GC.AllocateUninitializedArray<T>(length + Slack, pinned: true);
        Length = length;
        start = FirstAligned(array);
    }

    /// <summary>The most numbers that one can have.</summary>
    public static int MaxLength => Array.MaxLength - Slack;

    public Span<T> Span => array.AsSpan(start, Length);

    private static int Slack => Alignment / Unsafe.SizeOf<T>();

    private static unsafe int FirstAligned(T[] pinned)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        return (int)((Alignment - (address % Alignment)) % Alignment) / sizeof(T);
    }
}
