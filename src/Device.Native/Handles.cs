namespace OnDeviceRec.Device.Native;

/// <summary>
/// What C holds of a model or a history: a number, the slot it lies in and a serial that is never given twice. A number that is closed or
/// made up names nothing; none is ever followed as an address. Looking one up takes no lock.
/// </summary>
internal static class Handles
{
    private const int SlotBits = 24;

    private static readonly Lock Gate = new();
    private static Entry?[] slots = new Entry?[16];
    private static long serial;

    public static nint Open(object value)
    {
        lock (Gate)
        {
            int slot = 0;
            while (slot < slots.Length && slots[slot] is not null) slot++;
            if (slot == 1 << SlotBits) throw new StatusException(Status.Memory, $"{slot} handles are open, there is no room for more.");
            if (slot == slots.Length) Array.Resize(ref slots, 2 * slot);
            var entry = new Entry((nint)(++serial << SlotBits | (long)slot), value);
            Volatile.Write(ref slots[slot], entry);
            return entry.Handle;
        }
    }

    public static T Get<T>(nint handle)
        where T : class
    {
        Entry?[] table = Volatile.Read(ref slots);
        int slot = Slot(handle);
        return handle != 0
            && slot < table.Length
            && Volatile.Read(ref table[slot]) is { } entry
            && entry.Handle == handle
            && entry.Value is T value
            ? value
            : throw Unknown(handle);
    }

    public static void Close<T>(nint handle)
        where T : class
    {
        lock (Gate)
        {
            Get<T>(handle);
            slots[Slot(handle)] = null;
        }
    }

    private static int Slot(nint handle) => (int)(handle & ((1 << SlotBits) - 1));

    private static StatusException Unknown(nint handle) => handle == 0
        ? new StatusException(Status.Null, "The handle is NULL.")
        : new StatusException(Status.Handle, $"0x{handle:x} is not an open handle of the kind that the call takes.");

    private sealed class Entry(nint handle, object value)
    {
        public nint Handle => handle;

        public object Value => value;
    }
}
