using System.Runtime.InteropServices;

namespace OnDeviceRec.Mpi;

/// <summary>The functions of <c>native/odr_mpi.c</c>. A library stays loaded: MPI leaves threads and handlers behind.</summary>
internal sealed unsafe partial class MpiLibrary
{
    /// <summary>Names the library's file.</summary>
    public const string PathVariable = "ODREC_MPI";

    private const string FileName = "libodr_mpi.so";
    private const int Interface = 1;
    private const int TextCapacity = 8192;

    private readonly delegate* unmanaged<byte*, int, void> library;
    private readonly delegate* unmanaged<int, byte*, int, void> error;

    private MpiLibrary(string path, nint handle)
    {
        Path = path;
        if (((delegate* unmanaged<int>)Export("odr_mpi_interface"))() != Interface) throw Other();
        Open = (delegate* unmanaged<int*, int*, int>)Export("odr_mpi_open");
        AllGather = (delegate* unmanaged<void*, int*, int>)Export("odr_mpi_all_gather");
        Exchange = (delegate* unmanaged<void*, int*, void*, int*, int>)Export("odr_mpi_exchange");
        Broadcast = (delegate* unmanaged<void*, int, int, int>)Export("odr_mpi_broadcast");
        Close = (delegate* unmanaged<int>)Export("odr_mpi_close");
        Abort = (delegate* unmanaged<int, void>)Export("odr_mpi_abort");
        library = (delegate* unmanaged<byte*, int, void>)Export("odr_mpi_library");
        error = (delegate* unmanaged<int, byte*, int, void>)Export("odr_mpi_error");

        nint Export(string name) => NativeLibrary.TryGetExport(handle, name, out nint address) ? address : throw Other();
        MpiException Other() => new($"{path} is not the library of this version: build it again by eng/build-mpi.");
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    public delegate* unmanaged<int*, int*, int> Open { get; }

    public delegate* unmanaged<void*, int*, int> AllGather { get; }

    public delegate* unmanaged<void*, int*, void*, int*, int> Exchange { get; }

    public delegate* unmanaged<void*, int, int, int> Broadcast { get; }

    public delegate* unmanaged<int> Close { get; }

    public delegate* unmanaged<int, void> Abort { get; }

    /// <summary>The implementation's name and version, one line.</summary>
    public string Implementation
    {
        get
        {
            byte* text = stackalloc byte[TextCapacity];
            library(text, TextCapacity);
            return Text(text).Split('\n', ',')[0].Replace('\t', ' ').Trim();
        }
    }

    /// <summary>Loads the file that is named, or else the one beside the program.</summary>
    /// <param name="named">The value of <see cref="PathVariable"/>, or null.</param>
    /// <exception cref="MpiException">There is none, or it is not such a library, or what it needs is missing.</exception>
    public static MpiLibrary Load(string? named)
    {
        string path = System.IO.Path.GetFullPath(
            string.IsNullOrEmpty(named) ? System.IO.Path.Combine(AppContext.BaseDirectory, FileName) : named);
        if (!File.Exists(path))
        {
            throw new MpiException(
                $"mpirun started this process, but there is no {path}: build it by eng/build-mpi, and set {PathVariable} to its path.");
        }

        KeepProcess();
        try
        {
            return new MpiLibrary(path, NativeLibrary.Load(path));
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            string why = Lines(e.Message)[^1];
            throw new MpiException($"{path} cannot be loaded ({why}): build it on this machine by eng/build-mpi.", e);
        }
    }

    /// <summary>The words of an error, one line.</summary>
    public string ErrorOf(int code)
    {
        byte* text = stackalloc byte[TextCapacity];
        error(code, text, TextCapacity);
        return string.Join(' ', Lines(Text(text))).TrimEnd('.');
    }

    // UCX, which MPICH and some of Open MPI's transports use, takes two things of a process when it is loaded. SIGSEGV and its like: the
    // process would end where .NET throws a NullReferenceException. And the beginnings of libc's functions for memory, such as munmap,
    // which it writes over (UCX 1.13): a thread of the runtime that is within one comes back to half an instruction, and the process ends.
    // It reads C's environment, which that of .NET is a copy of. Who has set these otherwise is obeyed.
    private static void KeepProcess()
    {
        if (OperatingSystem.IsWindows()) return;
        _ = setenv("UCX_ERROR_SIGNALS", string.Empty, overwrite: 0);
        _ = setenv("UCX_MEM_EVENTS", "n", overwrite: 0);
    }

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text)!;

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
