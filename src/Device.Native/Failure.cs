using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace OnDeviceRec.Device.Native;

/// <summary>
/// The end of every call that fails. An exception that left an export would end the process, so each of them hands whatever it catches in
/// here, and gets the code to return.
/// </summary>
internal static unsafe class Failure
{
    private const int Capacity = 512;

    // Pinned, for C reads it.
    [ThreadStatic]
    private static byte[]? message;

    /// <summary>The message of this thread's last failure, ended by NUL; empty before the first.</summary>
    public static byte* Message => Address(message is { } text ? text : "\0"u8);

    /// <summary>The code of a failure, its message kept.</summary>
    public static Status Of(Exception e)
    {
        Status status = e switch
        {
            StatusException known => known.Status,
            ModelFormatException => Status.ModelFormat,
            HistoryFormatException => Status.HistoryFormat,
            NonFiniteScoreException => Status.Score,
            OutOfMemoryException => Status.Memory,
            _ => Status.Internal,
        };
        Keep(status == Status.Memory ? "There is not enough memory." : e.Message);
        return status;
    }

    public static byte* Address(ReadOnlySpan<byte> unmoving) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(unmoving));

    private static void Keep(string text)
    {
        message ??= GC.AllocateUninitializedArray<byte>(Capacity, pinned: true);
        Utf8.FromUtf16(text, message.AsSpan(0, Capacity - 1), out _, out int written);
        message[written] = 0;
    }
}
