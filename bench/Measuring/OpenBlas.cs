using System.Runtime.InteropServices;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Measuring;

/// <summary>OpenBLAS' cblas_sgemm, where the library is installed (Debian: libopenblas0-pthread).</summary>
internal sealed unsafe class OpenBlas
{
    private const int RowMajor = 101, AsItIs = 111, Transposed = 112;

    private readonly delegate* unmanaged[Cdecl]<
        int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> sgemm;
    private readonly delegate* unmanaged[Cdecl]<int, void> setThreads;

    private OpenBlas(nint library)
    {
        sgemm = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(library, "cblas_sgemm");
        setThreads = (delegate* unmanaged[Cdecl]<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads");
        var core = (delegate* unmanaged[Cdecl]<byte*>)NativeLibrary.GetExport(library, "openblas_get_corename");
        Kernels = Marshal.PtrToStringUTF8((nint)core()) ?? "?";
        var config = (delegate* unmanaged[Cdecl]<byte*>)NativeLibrary.GetExport(library, "openblas_get_config");
        // "OpenBLAS 0.3.21 DYNAMIC_ARCH …"
        Version = Marshal.PtrToStringUTF8((nint)config())?.Split(' ').ElementAtOrDefault(1) ?? "?";
    }

    /// <summary>The processor that it has chosen its kernels for.</summary>
    public string Kernels { get; }

    /// <summary>Its version.</summary>
    public string Version { get; }

    /// <summary>The library, or null where it is not installed.</summary>
    public static OpenBlas? Find()
    {
        string[] names = ["libopenblas.so.0", "libopenblas.dylib", "openblas.dll"];
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library)) return new OpenBlas(library);
        }

        return null;
    }

    public void Multiply(ProductShape s, Tensor a, Tensor b, Tensor c, int threads)
    {
        setThreads(threads);
        fixed (float* pa = a.Span, pb = b.Span, pc = c.Span)
        {
            sgemm(
                RowMajor, s.TransposeA ? Transposed : AsItIs, s.TransposeB ? Transposed : AsItIs, s.M, s.N, s.K,
                1, pa, a.Columns, pb, b.Columns, 0, pc, s.N);
        }
    }
}
