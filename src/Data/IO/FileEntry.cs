using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OnDeviceRec.Data.IO;

/// <summary>What a path leads to: two paths with the same entry are two names of one file.</summary>
/// <remarks>
/// On Linux the system says so, and links of either kind are seen through. Elsewhere it is the path with all symbolic links followed, on
/// Windows and macOS in any case of letters: two hard links are taken for two files there, and on a disk that tells cases apart two files
/// whose names differ in nothing else are taken for one.
/// </remarks>
/// <param name="Identity">The same for every name of it.</param>
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
        bool anyCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();
        string resolved = Resolved(path);
        return new FileEntry(anyCase ? resolved.ToUpperInvariant() : resolved, IsDevice: false);
    }

    /// <summary>The full path without symbolic links, neither at its end nor on the way.</summary>
    /// <param name="path">The path; something is there.</param>
    internal static string Resolved(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent) return full;
        string here = Path.Combine(Resolved(parent), Path.GetFileName(full));
        return File.ResolveLinkTarget(here, returnFinalTarget: false) is { } target ? Resolved(target.FullName) : here;
    }

    /// <summary>Whether an open file still has the name that it was opened by; true where only Linux could tell.</summary>
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
