namespace OnDeviceRec.Device;

/// <summary>Numbers that start wherever an array does: plain code is no faster for those that start at a multiple of 64 bytes.</summary>
internal sealed class AlignedArray<T>(int length)
    where T : unmanaged
{
    public readonly int Length = length;

    private readonly T[] array = new T[length];

    /// <summary>The most numbers that one can have, of bytes as many as elsewhere.</summary>
    public static unsafe int MaxLength => 0x7FFF_FFC7 - (64 / sizeof(T));

    public Span<T> Span => array;
}
