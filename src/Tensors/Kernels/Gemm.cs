using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Kernels;

/// <summary>C[m, n] = α·A·B + β·C for β = 0 or 1, A [m, k], B [k, n], with any strides, on one thread.</summary>
/// <remarks>
/// Blocked as in BLIS: for every slab of kc inner indices and nc columns B is packed into panels of NR columns
/// (kc × NR, fast memory), A into panels of MR rows (kc × MR), both zero-filled at the edges, so that transposes cost
/// nothing after packing and the micro-kernel only ever sees whole tiles. An element's sum runs over the inner index in ascending order
/// whatever part of the output is computed, so that a product in parts (<see cref="MatrixProduct"/>) has the same numbers.
/// </remarks>
internal static unsafe partial class Gemm
{
    /// <summary>Rows of a micro-tile: 8, or 6 where vectors have 256 bits.</summary>
    public static readonly int MR = Vector256.IsHardwareAccelerated && !Vector512.IsHardwareAccelerated ? 6 : 8;

    /// <summary>Columns of a micro-tile: two vectors, or three where they have 128 bits.</summary>
    public static readonly int NR = Vector512.IsHardwareAccelerated ? 32 : Vector256.IsHardwareAccelerated ? 16 : 12;

    // A panel of A (MR × 256 × 4 B = 6 or 8 KB) and one of B (16 or 32 KB) share the first-level cache; the packed block of A
    // (120 × 256 × 4 B = 120 KB) stays in the second level and the slab of B (256 × 1056 × 4 B = 1 MB) beside it.
    // Two blocks of A are packed at once, for long runs of a transposed A. Every number of rows is a multiple of all MR, of columns of all
    // NR.
    private const int KC = 256, MC = 120, NC = 1056, PackedRows = 2 * MC;

    // Half a full slab, 540 KB of B: the second level has room for it beside what A and C need.
    private const int RightAlongRows = NC * KC / 2;

    /// <summary>The product. With β = 0 C is never read.</summary>
    public static void Run(int m, int n, int k, float alpha, Operand a, Operand b, bool accumulate, float* c, int ldc)
    {
        Debug.Assert(ldc >= n || m <= 1);
        if (TryRunSmall(m, n, k, alpha, a, b, accumulate, c, ldc)) return;
        for (int i = 0; i < m && k == 0 && !accumulate; i++) new Span<float>(c + ((nint)i * ldc), n).Clear();
        Workspace memory = Workspace.OfThisThread;
        // More rows where the inner size leaves room.
        int rows = PackedRows * KC / Math.Clamp(k, 1, KC) / MC * MC;
        for (int j0 = 0; j0 < n; j0 += NC)
        {
            int nc = Math.Min(NC, n - j0);
            for (int k0 = 0; k0 < k; k0 += KC)
            {
                int kc = Math.Min(KC, k - k0);
                Pack(b.Transposed.Slice(j0, k0), nc, kc, NR, 1f, memory.Right);
                for (int i0 = 0; i0 < m; i0 += rows)
                {
                    int mc = Math.Min(rows, m - i0);
                    Pack(a.Slice(i0, k0), mc, kc, MR, alpha, memory.Left);
                    for (int i = 0; i < mc; i += MC)
                    {
                        Block(
                            Math.Min(MC, mc - i), nc, kc, memory.Left + ((nint)i * kc), memory.Right, accumulate || k0 > 0,
                            c + ((nint)(i0 + i) * ldc) + j0, ldc);
                    }
                }
            }
        }
    }

    // Tiles go down the columns, so that a panel of B stays in the fastest memory; where all of B is small they go along the rows, so that
    // C is written in the order in which it lies: of a product with a short inner size that is most of the work.
    private static void Block(int mc, int nc, int kc, float* packedA, float* packedB, bool accumulate, float* c, int ldc)
    {
        if (nc * kc <= RightAlongRows)
        {
            for (int i = 0; i < mc; i += MR)
            {
                for (int j = 0; j < nc; j += NR) Tile(i, j, mc, nc, kc, packedA, packedB, accumulate, c, ldc);
            }

            return;
        }

        for (int j = 0; j < nc; j += NR)
        {
            for (int i = 0; i < mc; i += MR) Tile(i, j, mc, nc, kc, packedA, packedB, accumulate, c, ldc);
        }
    }

    private static void Tile(int i, int j, int mc, int nc, int kc, float* packedA, float* packedB, bool accumulate, float* c, int ldc)
    {
        float* panelA = packedA + ((nint)i * kc), panelB = packedB + ((nint)j * kc), tile = c + ((nint)i * ldc) + j;
        int rows = Math.Min(MR, mc - i), columns = Math.Min(NR, nc - j);
        if (rows == MR && columns == NR) MicroKernel(kc, panelA, panelB, accumulate, tile, ldc);
        else EdgeTile(rows, columns, kc, panelA, panelB, accumulate, tile, ldc);
    }

    private static void EdgeTile(int rows, int columns, int kc, float* panelA, float* panelB, bool accumulate, float* tile, int ldc)
    {
        float* edge = stackalloc float[MR * NR];
        if (accumulate) Copy(rows, columns, tile, ldc, edge, NR);
        MicroKernel(kc, panelA, panelB, accumulate, edge, NR);
        Copy(rows, columns, edge, NR, tile, ldc);
    }

    private static void MicroKernel(int k, float* a, float* b, bool accumulate, float* c, nint ldc)
    {
        if (Vector512.IsHardwareAccelerated) MicroKernel8x32(k, a, b, accumulate, c, ldc);
        else if (Vector256.IsHardwareAccelerated) MicroKernel6x16(k, a, b, accumulate, c, ldc);
        else MicroKernel8x12(k, a, b, accumulate, c, ldc);
    }

    private static void Copy(int rows, int columns, float* from, int fromStride, float* to, int toStride)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) to[((nint)i * toStride) + j] = from[((nint)i * fromStride) + j];
        }
    }

    /// <summary>A matrix with any strides; its transpose is the same memory with the strides exchanged.</summary>
    public readonly struct Operand(float* data, nint rowStride, nint columnStride)
    {
        public readonly float* Data = data;
        public readonly nint RowStride = rowStride, ColumnStride = columnStride;

        public Operand Transposed => new(Data, ColumnStride, RowStride);

        public Operand Slice(nint row, nint column) => new(Data + (row * RowStride) + (column * ColumnStride), RowStride, ColumnStride);
    }

    private sealed class Workspace
    {
        private const nuint Alignment = 64;

        [ThreadStatic]
        private static Workspace? ofThisThread;

        private Workspace()
        {
        }

        ~Workspace()
        {
            NativeMemory.AlignedFree(Left);
            NativeMemory.AlignedFree(Right);
        }

        public static Workspace OfThisThread => ofThisThread ??= new Workspace();

        public float* Left { get; } = Allocate(PackedRows * KC);

        public float* Right { get; } = Allocate(NC * KC);

        private static float* Allocate(int length) => (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), Alignment);
    }
}
