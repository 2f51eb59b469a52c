using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OnDeviceRec.Data.IO;

/// <summary>What a path leads to: two paths with the same entry are two names of one file, be it by links of either kind.</summary>
/// <param name="Identity">The same for every name of it. Where the system is not asked, the path without symbolic links.</param>
/// <param name="IsDevice">Whether it is a device, a pipe or a socket, which cannot be replaced as a file can.</param>
internal sealed partial record FileEntry(string Identity, bool IsDevice)
{
    // linux/stat.h: an empty path means the handle itself; the kind is in the highest bits of the mode.
    private const int AtWorkingFolder = -100, AtHandle = 0x1000;
    private const uint KindAndNumber = 0x101;
    private const int KindMask = 0xF000, Folder = 0x4000, RegularFile = 0x8000;

    /// <summary>The entry behind a path, symbolic links followed; null where nothing is there.</summary>
    /// <param name="path">The path.</param>
    public static FileEntry? Of(string path)
    {
        if (OperatingSystem.IsLinux()) return Ask(AtWorkingFolder, path, 0, out Status status) == 0 ? Of(status) : null;
        if (!Path.Exists(path)) return null;
        return new FileEntry(OutputFile.Followed(Path.GetFullPath(path)), IsDevice: false);
    }

    /// <summary>Whether an open file still has the name that it was opened by.</summary>
    /// <param name="handle">The open file.</param>
    /// <param name="path">The name.</param>
    public static bool IsNamed(SafeFileHandle handle, string path)
    {
        if (!OperatingSystem.IsLinux()) return true;
        return (Ask((int)handle.DangerousGetHandle(), string.Empty, AtHandle, out Status status) == 0 ? Of(status) : null) == Of(path);
    }

    private static FileEntry Of(Status status) => new(
        $"{status.DeviceMajor}:{status.DeviceMinor}:{status.Number}",
        (status.Mode & KindMask) is not (RegularFile or Folder));

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Ask(int folder, string path, int flags, uint wanted, out Status status);

    private static int Ask(int folder, string path, int flags, out Status status) => Ask(folder, path, flags, KindAndNumber, out status);

    /// <summary>struct statx, as every Linux has it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Number;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
