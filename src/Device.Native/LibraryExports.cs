using System.Runtime.InteropServices;

namespace OnDeviceRec.Device.Native;

/// <summary>The library itself; see include/ondevicerec.h.</summary>
internal static unsafe class LibraryExports
{
    [UnmanagedCallersOnly(EntryPoint = "odr_version")]
    public static byte* Version() => Failure.Address(LibraryVersion.Utf8);

    [UnmanagedCallersOnly(EntryPoint = "odr_message")]
    public static byte* Message() => Failure.Message;
}
