using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace OnDeviceRec.Kernels;

/// <summary>
/// Products that are not worth packing, for they are small, those of a vector, or of operands that are used once: tiles of 8 or 4 rows and
/// two vectors, for the last columns of 8 and one, or of one row and eight, take A where it lies and B where its rows are contiguous; only
/// columns that do not fill a tile, and a transposed B, are packed.
/// </summary>
/// <remarks>
/// Registers of 16: eight accumulators, two vectors of B, one broadcast of A; of 32: sixteen accumulators. The sums are those of packed
/// products to the bit.
/// </remarks>
internal static unsafe partial class Gemm
{
    // Up to about 100 × 100 × 100 with a B of 64 KB, beyond which strides cost more than packing; and always where a packed B would serve
    // two rows of tiles only.
    private const long SmallProduct = 1 << 20, SmallRight = 1 << 14;
    private const int FewRows = 8;

    // Rows of a tile where there are 32 registers, and else.
    private static readonly int TallTile = Vector512.IsHardwareAccelerated || AdvSimd.Arm64.IsSupported ? 8 : 4;

    /// <summary>
    /// The product with a part of a large matrix, which comes from far away, once, for a few hundred rows at most; what the next one
    /// wants is fetched meanwhile.
    /// </summary>
    public static void RunOnce(int m, int n, int k, Operand a, Operand b, bool accumulate, float* c, int ldc, Ahead ahead)
    {
        Debug.Assert(k > 0 && (ldc >= n || m <= 1));
        ahead.ShareOut((m + TallTile - 1) / TallTile * ((n + NR - 1) / NR));
        RunUnpacked(m, n, k, a, b, accumulate, c, ldc, &ahead);
    }

    /// <summary>The product, or false where it is to be packed.</summary>
    private static bool TryRunSmall(int m, int n, int k, float alpha, Operand a, Operand b, bool accumulate, float* c, int ldc)
    {
        if (alpha != 1 || k == 0) return false;
        if (n == 1 && m > 1 && ldc == 1) return TryRunSmall(1, m, k, alpha, b.Transposed, a.Transposed, accumulate, c, m);
        if (m > FewRows && ((long)n * k > SmallRight || (long)m * n * k > SmallProduct)) return false;
        RunUnpacked(m, n, k, a, b, accumulate, c, ldc, null);
        return true;
    }

    private static void RunUnpacked(int m, int n, int k, Operand a, Operand b, bool accumulate, float* c, int ldc, Ahead* ahead)
    {
        Workspace memory = Workspace.OfThisThread;
        int done = 0;
        if (m == 1)
        {
            if (Vector512.IsHardwareAccelerated)
                done = Columns<Lanes512, Vector512<float>>(8, done, m, n, k, a, b, accumulate, c, ldc, memory, ahead);
            if (Vector256.IsHardwareAccelerated)
                done = Columns<Lanes256, Vector256<float>>(8, done, m, n, k, a, b, accumulate, c, ldc, memory, ahead);
            Columns<Lanes128, Vector128<float>>(8, done, m, n, k, a, b, accumulate, c, ldc, memory, ahead);
            return;
        }

        if (Vector512.IsHardwareAccelerated)
        {
            done = Columns<Lanes512, Vector512<float>>(2, done, m, n, k, a, b, accumulate, c, ldc, memory, ahead);
            done = Columns<Lanes512, Vector512<float>>(1, done, m, n, k, a, b, accumulate, c, ldc, memory, ahead);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            done = Columns<Lanes256, Vector256<float>>(2, done, m, n, k, a, b, accumulate, c, ldc, memory, ahead);
        }
        else
        {
            done = Columns<Lanes128, Vector128<float>>(2, done, m, n, k, a, b, accumulate, c, ldc, memory, ahead);
        }

        if (Vector256.IsHardwareAccelerated)
            done = Columns<Lanes256, Vector256<float>>(1, done, m, n, k, a, b, accumulate, c, ldc, memory, ahead);
        Columns<Lanes128, Vector128<float>>(1, done, m, n, k, a, b, accumulate, c, ldc, memory, ahead);
    }

    // Whole tiles of columns from the given one on, and the rest too unless the next narrower tile holds it; where it stopped.
    // The edge is no stackalloc: with one the whole product took 15 to 30 % longer.
    private static int Columns<TLanes, TVector>(
        int vectors, int from, int m, int n, int k, Operand a, Operand b, bool accumulate, float* c, int ldc, Workspace memory,
        Ahead* ahead)
        where TLanes : ILanes<TVector>
    {
        int width = vectors * TLanes.Count, least = TLanes.Count == 4 && vectors != 2 ? 1 : (width / 2) + 1,
            tall = vectors == 1 ? 8 : TallTile;
        float* packed = memory.Right, edge = memory.Left;
        int j = from;
        for (; n - j >= least; j += width)
        {
            // Where nothing is added to, the last columns go together with some that are done: these come out the same once more.
            if (n - j < width && n >= width && !accumulate) j = n - width;
            int columns = Math.Min(width, n - j);
            bool direct = b.ColumnStride == 1 && columns == width && (ahead == null || IsAligned(b, TLanes.Count));
            int inner = direct ? k : KC;
            for (int k0 = 0; k0 < k; k0 += inner)
            {
                int kc = Math.Min(inner, k - k0);
                bool add = accumulate || k0 > 0;
                Operand right = b.Slice(k0, j);
                if (!direct)
                {
                    Pack(right.Transposed, columns, kc, width, 1, packed);
                    right = new Operand(packed, width, 1);
                }

                for (int i = 0, rows; i < m; i += rows)
                {
                    rows = Math.Min(m - i, m - i < tall && vectors != 1 ? 4 : tall);
                    if (ahead != null) ahead->Fetch();
                    Operand left = a.Slice(i, k0);
                    float* tile = c + ((nint)i * ldc) + j;
                    if (columns == width)
                    {
                        Tile<TLanes, TVector>(vectors, rows, kc, left, right, add, tile, ldc);
                        continue;
                    }

                    if (add) Copy(rows, columns, tile, ldc, edge, width);
                    Tile<TLanes, TVector>(vectors, rows, kc, left, right, add, edge, width);
                    Copy(rows, columns, edge, width, tile, ldc);
                }
            }
        }

        return Math.Min(j, n);
    }

    // A vector that lies across two lines is read twice, by every tile of the many.
    private static bool IsAligned(Operand b, int lanes) => (((nint)b.Data / sizeof(float)) | b.RowStride) % lanes == 0;

    private static void Tile<TLanes, TVector>(int vectors, int rows, int k, Operand a, Operand b, bool accumulate, float* c, nint ldc)
        where TLanes : ILanes<TVector>
    {
        if (vectors == 8) Tile1x8<TLanes, TVector>(k, a.Data, a.ColumnStride, b.Data, b.RowStride, accumulate, c);
        else if (vectors == 1)
            Tile8x1<TLanes, TVector>(rows - 1, k, a.Data, a.RowStride, a.ColumnStride, b.Data, b.RowStride, accumulate, c, ldc);
        else if (rows == 8) Tile8x2<TLanes, TVector>(k, a.Data, a.RowStride, a.ColumnStride, b.Data, b.RowStride, accumulate, c, ldc);
        else Tile4x2<TLanes, TVector>(rows - 1, k, a.Data, a.RowStride, a.ColumnStride, b.Data, b.RowStride, accumulate, c, ldc);
    }

    private static void Tile1x8<TLanes, TVector>(int k, float* a, nint aColumn, float* b, nint bRow, bool accumulate, float* c)
        where TLanes : ILanes<TVector>
    {
        int n = TLanes.Count;
        TVector c0 = TLanes.Create(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
        if (accumulate)
        {
            (c0, c1, c2, c3) = (TLanes.Load(c), TLanes.Load(c + n), TLanes.Load(c + (2 * n)), TLanes.Load(c + (3 * n)));
            (c4, c5, c6, c7) = (TLanes.Load(c + (4 * n)), TLanes.Load(c + (5 * n)), TLanes.Load(c + (6 * n)), TLanes.Load(c + (7 * n)));
        }

        for (; k > 0; k--, a += aColumn, b += bRow)
        {
            TVector x = TLanes.Create(*a);
            c0 = TLanes.MultiplyAdd(x, TLanes.Load(b), c0);
            c1 = TLanes.MultiplyAdd(x, TLanes.Load(b + n), c1);
            c2 = TLanes.MultiplyAdd(x, TLanes.Load(b + (2 * n)), c2);
            c3 = TLanes.MultiplyAdd(x, TLanes.Load(b + (3 * n)), c3);
            c4 = TLanes.MultiplyAdd(x, TLanes.Load(b + (4 * n)), c4);
            c5 = TLanes.MultiplyAdd(x, TLanes.Load(b + (5 * n)), c5);
            c6 = TLanes.MultiplyAdd(x, TLanes.Load(b + (6 * n)), c6);
            c7 = TLanes.MultiplyAdd(x, TLanes.Load(b + (7 * n)), c7);
        }

        TLanes.Store(c0, c);
        TLanes.Store(c1, c + n);
        TLanes.Store(c2, c + (2 * n));
        TLanes.Store(c3, c + (3 * n));
        TLanes.Store(c4, c + (4 * n));
        TLanes.Store(c5, c + (5 * n));
        TLanes.Store(c6, c + (6 * n));
        TLanes.Store(c7, c + (7 * n));
    }

    // Two tiles of four rows that share the vectors of B: sixteen accumulators, for processors with 32 registers.
    private static void Tile8x2<TLanes, TVector>(
        int k, float* a, nint aRow, nint aColumn, float* b, nint bRow, bool accumulate, float* c, nint ldc)
        where TLanes : ILanes<TVector>
    {
        float* a4 = a + (4 * aRow), c4 = c + (4 * ldc);
        int n = TLanes.Count;
        TVector c00 = TLanes.Create(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
        TVector c40 = c00, c41 = c00, c50 = c00, c51 = c00, c60 = c00, c61 = c00, c70 = c00, c71 = c00;
        if (accumulate)
        {
            (c00, c01) = (TLanes.Load(c), TLanes.Load(c + n));
            (c10, c11) = (TLanes.Load(c + ldc), TLanes.Load(c + ldc + n));
            (c20, c21) = (TLanes.Load(c + (2 * ldc)), TLanes.Load(c + (2 * ldc) + n));
            (c30, c31) = (TLanes.Load(c + (3 * ldc)), TLanes.Load(c + (3 * ldc) + n));
            (c40, c41) = (TLanes.Load(c4), TLanes.Load(c4 + n));
            (c50, c51) = (TLanes.Load(c4 + ldc), TLanes.Load(c4 + ldc + n));
            (c60, c61) = (TLanes.Load(c4 + (2 * ldc)), TLanes.Load(c4 + (2 * ldc) + n));
            (c70, c71) = (TLanes.Load(c4 + (3 * ldc)), TLanes.Load(c4 + (3 * ldc) + n));
        }

        for (; k > 0; k--, a += aColumn, a4 += aColumn, b += bRow)
        {
            TVector b0 = TLanes.Load(b), b1 = TLanes.Load(b + n);
            TVector x = TLanes.Create(*a);
            (c00, c01) = (TLanes.MultiplyAdd(x, b0, c00), TLanes.MultiplyAdd(x, b1, c01));
            x = TLanes.Create(a[aRow]);
            (c10, c11) = (TLanes.MultiplyAdd(x, b0, c10), TLanes.MultiplyAdd(x, b1, c11));
            x = TLanes.Create(a[2 * aRow]);
            (c20, c21) = (TLanes.MultiplyAdd(x, b0, c20), TLanes.MultiplyAdd(x, b1, c21));
            x = TLanes.Create(a[3 * aRow]);
            (c30, c31) = (TLanes.MultiplyAdd(x, b0, c30), TLanes.MultiplyAdd(x, b1, c31));
            x = TLanes.Create(*a4);
            (c40, c41) = (TLanes.MultiplyAdd(x, b0, c40), TLanes.MultiplyAdd(x, b1, c41));
            x = TLanes.Create(a4[aRow]);
            (c50, c51) = (TLanes.MultiplyAdd(x, b0, c50), TLanes.MultiplyAdd(x, b1, c51));
            x = TLanes.Create(a4[2 * aRow]);
            (c60, c61) = (TLanes.MultiplyAdd(x, b0, c60), TLanes.MultiplyAdd(x, b1, c61));
            x = TLanes.Create(a4[3 * aRow]);
            (c70, c71) = (TLanes.MultiplyAdd(x, b0, c70), TLanes.MultiplyAdd(x, b1, c71));
        }

        TLanes.Store(c00, c);
        TLanes.Store(c01, c + n);
        TLanes.Store(c10, c + ldc);
        TLanes.Store(c11, c + ldc + n);
        TLanes.Store(c20, c + (2 * ldc));
        TLanes.Store(c21, c + (2 * ldc) + n);
        TLanes.Store(c30, c + (3 * ldc));
        TLanes.Store(c31, c + (3 * ldc) + n);
        TLanes.Store(c40, c4);
        TLanes.Store(c41, c4 + n);
        TLanes.Store(c50, c4 + ldc);
        TLanes.Store(c51, c4 + ldc + n);
        TLanes.Store(c60, c4 + (2 * ldc));
        TLanes.Store(c61, c4 + (2 * ldc) + n);
        TLanes.Store(c70, c4 + (3 * ldc));
        TLanes.Store(c71, c4 + (3 * ldc) + n);
    }

    // Rows past the last are stand-ins for it.
    private static void Tile8x1<TLanes, TVector>(
        int last, int k, float* a, nint aRow, nint aColumn, float* b, nint bRow, bool accumulate, float* c, nint ldc)
        where TLanes : ILanes<TVector>
    {
        nint one = Math.Min(1, last), two = Math.Min(2, last), three = Math.Min(3, last), four = Math.Min(4, last),
            five = Math.Min(5, last), six = Math.Min(6, last), seven = last;
        float* a1 = a + (one * aRow), a2 = a + (two * aRow), a3 = a + (three * aRow), a4 = a + (four * aRow);
        float* a5 = a + (five * aRow), a6 = a + (six * aRow), a7 = a + (seven * aRow);
        float* p1 = c + (one * ldc), p2 = c + (two * ldc), p3 = c + (three * ldc), p4 = c + (four * ldc);
        float* p5 = c + (five * ldc), p6 = c + (six * ldc), p7 = c + (seven * ldc);
        TVector c0 = TLanes.Create(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
        if (accumulate)
        {
            (c0, c1, c2, c3) = (TLanes.Load(c), TLanes.Load(p1), TLanes.Load(p2), TLanes.Load(p3));
            (c4, c5, c6, c7) = (TLanes.Load(p4), TLanes.Load(p5), TLanes.Load(p6), TLanes.Load(p7));
        }

        for (nint at = 0; k > 0; k--, at += aColumn, b += bRow)
        {
            TVector y = TLanes.Load(b);
            c0 = TLanes.MultiplyAdd(TLanes.Create(a[at]), y, c0);
            c1 = TLanes.MultiplyAdd(TLanes.Create(a1[at]), y, c1);
            c2 = TLanes.MultiplyAdd(TLanes.Create(a2[at]), y, c2);
            c3 = TLanes.MultiplyAdd(TLanes.Create(a3[at]), y, c3);
            c4 = TLanes.MultiplyAdd(TLanes.Create(a4[at]), y, c4);
            c5 = TLanes.MultiplyAdd(TLanes.Create(a5[at]), y, c5);
            c6 = TLanes.MultiplyAdd(TLanes.Create(a6[at]), y, c6);
            c7 = TLanes.MultiplyAdd(TLanes.Create(a7[at]), y, c7);
        }

        TLanes.Store(c0, c);
        TLanes.Store(c1, p1);
        TLanes.Store(c2, p2);
        TLanes.Store(c3, p3);
        TLanes.Store(c4, p4);
        TLanes.Store(c5, p5);
        TLanes.Store(c6, p6);
        TLanes.Store(c7, p7);
    }

    // Rows past the last are stand-ins for it.
    private static void Tile4x2<TLanes, TVector>(
        int last, int k, float* a, nint aRow, nint aColumn, float* b, nint bRow, bool accumulate, float* c, nint ldc)
        where TLanes : ILanes<TVector>
    {
        nint one = Math.Min(1, last), two = Math.Min(2, last), three = last;
        float* a1 = a + (one * aRow), a2 = a + (two * aRow), a3 = a + (three * aRow);
        float* c1 = c + (one * ldc), c2 = c + (two * ldc), c3 = c + (three * ldc);
        int n = TLanes.Count;
        TVector c00 = TLanes.Create(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
        if (accumulate)
        {
            (c00, c01) = (TLanes.Load(c), TLanes.Load(c + n));
            (c10, c11) = (TLanes.Load(c1), TLanes.Load(c1 + n));
            (c20, c21) = (TLanes.Load(c2), TLanes.Load(c2 + n));
            (c30, c31) = (TLanes.Load(c3), TLanes.Load(c3 + n));
        }

        for (nint at = 0; k > 0; k--, at += aColumn, b += bRow)
        {
            TVector b0 = TLanes.Load(b), b1 = TLanes.Load(b + n);
            TVector x = TLanes.Create(a[at]);
            (c00, c01) = (TLanes.MultiplyAdd(x, b0, c00), TLanes.MultiplyAdd(x, b1, c01));
            x = TLanes.Create(a1[at]);
            (c10, c11) = (TLanes.MultiplyAdd(x, b0, c10), TLanes.MultiplyAdd(x, b1, c11));
            x = TLanes.Create(a2[at]);
            (c20, c21) = (TLanes.MultiplyAdd(x, b0, c20), TLanes.MultiplyAdd(x, b1, c21));
            x = TLanes.Create(a3[at]);
            (c30, c31) = (TLanes.MultiplyAdd(x, b0, c30), TLanes.MultiplyAdd(x, b1, c31));
        }

        TLanes.Store(c00, c);
        TLanes.Store(c01, c + n);
        TLanes.Store(c10, c1);
        TLanes.Store(c11, c1 + n);
        TLanes.Store(c20, c2);
        TLanes.Store(c21, c2 + n);
        TLanes.Store(c30, c3);
        TLanes.Store(c31, c3 + n);
    }
}
