using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>
/// Products too small to be worth packing, and those of a vector: tiles of 4 rows and two vectors, or of one row and eight, take A where
/// it lies and B where its rows are contiguous; only columns that do not fill a tile, and a transposed B, are packed.
/// </summary>
/// <remarks>Registers of 16: eight accumulators, two vectors of B, one broadcast of A. The sums are those of packed products to the bit.</remarks>
internal static unsafe partial class Gemm
{
    // Up to about 100 × 100 × 100 with a B of 64 KB, beyond which strides cost more than packing; and always where a packed B would serve
    // two rows of tiles only.
    private const long SmallProduct = 1 << 20, SmallRight = 1 << 14;
    private const int FewRows = 8;

    /// <summary>The product, or false where it is to be packed.</summary>
    private static bool TryRunSmall(int m, int n, int k, float alpha, Operand a, Operand b, bool accumulate, float* c, int ldc)
    {
        if (alpha != 1 || a.IsPacked || b.IsPacked || k == 0) return false;
        if (n == 1 && m > 1 && ldc == 1) return TryRunSmall(1, m, k, alpha, b.Transposed, a.Transposed, accumulate, c, m);
        if (m > FewRows && ((long)n * k > SmallRight || (long)m * n * k > SmallProduct)) return false;
        int done = 0;
        if (Vector512.IsHardwareAccelerated) done = Columns<Lanes512, Vector512<float>>(done, m, n, k, a, b, accumulate, c, ldc);
        if (Vector256.IsHardwareAccelerated) done = Columns<Lanes256, Vector256<float>>(done, m, n, k, a, b, accumulate, c, ldc);
        Columns<Lanes128, Vector128<float>>(done, m, n, k, a, b, accumulate, c, ldc);
        return true;
    }

    // Whole tiles of columns from the given one on, and the rest too unless vectors of half the length hold it; where it stopped.
    private static int Columns<TLanes, TVector>(int from, int m, int n, int k, Operand a, Operand b, bool accumulate, float* c, int ldc)
        where TLanes : ILanes<TVector>
    {
        int width = (m == 1 ? 8 : 2) * TLanes.Count, least = TLanes.Count == 4 ? 1 : (width / 2) + 1;
        float* packed = Workspace.OfThisThread.Right(0);
        float* edge = stackalloc float[8 * TLanes.Count];
        int j = from;
        for (; n - j >= least; j += width)
        {
            int columns = Math.Min(width, n - j);
            bool direct = b.ColumnStride == 1 && columns == width;
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

                for (int i = 0; i < m; i += 4)
                {
                    int rows = Math.Min(4, m - i);
                    Operand left = a.Slice(i, k0);
                    float* tile = c + ((nint)i * ldc) + j;
                    if (columns == width)
                    {
                        Tile<TLanes, TVector>(m, rows, kc, left, right, add, tile, ldc);
                        continue;
                    }

                    if (add) Copy(rows, columns, tile, ldc, edge, width);
                    Tile<TLanes, TVector>(m, rows, kc, left, right, add, edge, width);
                    Copy(rows, columns, edge, width, tile, ldc);
                }
            }
        }

        return Math.Min(j, n);
    }

    private static void Tile<TLanes, TVector>(int m, int rows, int k, Operand a, Operand b, bool accumulate, float* c, nint ldc)
        where TLanes : ILanes<TVector>
    {
        if (m == 1) Tile1x8<TLanes, TVector>(k, a.Data, a.ColumnStride, b.Data, b.RowStride, accumulate, c);
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
