namespace OnDeviceRec.Device.Native;

/// <summary>What comes in from C, checked.</summary>
internal static unsafe class Arguments
{
    public static void NotNull(void* pointer, string name)
    {
        if (pointer is null) throw new StatusException(Status.Null, $"{name} is NULL.");
    }

    /// <summary>An array, which may be NULL if it is empty; one that is too long for any use ends in the code given.</summary>
    public static ReadOnlySpan<T> Array<T>(T* pointer, nuint length, string name, Status tooLong)
        where T : unmanaged
    {
        if (length > 0) NotNull(pointer, name);
        if (length > int.MaxValue) throw new StatusException(tooLong, $"{name} has {length} entries.");
        return new ReadOnlySpan<T>(pointer, (int)length);
    }

    /// <summary>Room to write to, which may be NULL if there is none; more than could ever be filled counts as that.</summary>
    public static Span<byte> Room(byte* pointer, nuint capacity, string name)
    {
        if (capacity > 0) NotNull(pointer, name);
        return new Span<byte>(pointer, (int)Math.Min(capacity, int.MaxValue));
    }

    public static void Item(int item, int items)
    {
        if (item < 1 || item > items) throw new StatusException(Status.Item, $"Item {item} is not within 1..{items}.");
    }
}
