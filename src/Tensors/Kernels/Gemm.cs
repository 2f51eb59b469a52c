using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Kernels;

/// <summary>
/// C[m, n] = α·A·B + β·C for β = 0 or 1, A [m, k], B [k, n], with any strides, on one thread or on a team.
/// </summary>
/// <remarks>
/// Blocked as in BLIS: for every slab of kc inner indices and nc columns B is packed into panels of NR columns
/// (kc × NR, fast memory), A into panels of MR rows (kc × MR), both zero-filled at the edges, so that transposes cost
/// nothing after packing and the micro-kernel only ever sees whole tiles. A team packs each slab once, together, meets, and shares out
/// the slab's tiles; the next slab goes to the other half of the workspace, so that nobody waits for the tiles of the last one before
/// packing. An element's sum runs over the inner index in ascending order whatever the split of the output, so results do
/// not depend on the number of threads.
/// </remarks>
internal static unsafe partial class Gemm
{
    /// <summary>Rows of a micro-tile: 8, or 6 where vectors have 256 bits.</summary>
    public static readonly int MR = Vector256.IsHardwareAccelerated && !Vector512.IsHardwareAccelerated ? 6 : 8;

    /// <summary>Columns of a micro-tile: two vectors, or three where they have 128 bits.</summary>
    public static readonly int NR = Vector512.IsHardwareAccelerated ? 32 : Vector256.IsHardwareAccelerated ? 16 : 12;

    // A panel of A (MR × 256 × 4 B = 6 or 8 KB) and one of B (16 or 32 KB) share the first-level cache; the packed block of A
    // (120 × 256 × 4 B = 120 KB) stays in the second level and the slab of B (256 × 1056 × 4 B = 1 MB) beside it.
    // A thread alone packs two blocks of A, for long runs of a transposed A, a team several before it meets. Every number of rows is a
    // multiple of all MR, of columns of all NR.
    private const int KC = 256, MC = 120, NC = 1056, RowsAlone = 2 * MC, TeamRows = 8 * MC;

    // Half a full slab, 540 KB of B: the second level has room for it beside what A and C need.
    private const int RightAlongRows = NC * KC / 2;

    // What is to be packed and a slab's tiles are cut so that each member of a team finds about this many pieces: the last one to finish is
    // waited for. Of rows and columns no fewer are packed at a time than these.
    private const int PiecesAMember = 8, PackedRows = 24, PackedColumns = 96;

    /// <summary>The product on this thread. With β = 0 C is never read; a packed left operand has its α already.</summary>
    public static void Run(int m, int n, int k, float alpha, Operand a, Operand b, bool accumulate, float* c, int ldc)
    {
        if (TryRunSmall(m, n, k, alpha, a, b, accumulate, c, ldc)) return;
        TeamMember alone = default;
        Run(new Product(m, n, k, alpha, a, b, accumulate, c, ldc), ref alone, Workspace.OfThisThread);
    }

    /// <summary>One member's part of the product. The workspace is the team's.</summary>
    public static void Run(in Product x, ref TeamMember member, Workspace memory)
    {
        bool alone = member.TeamSize == 1;
        Debug.Assert(x.Ldc >= x.N || x.M <= 1);
        Debug.Assert(alone || !(x.A.IsPacked || x.B.IsPacked));
        if (x.K == 0) ClearUnlessAccumulating(x);
        int rows = RowsTogether(x, alone ? RowsAlone : TeamRows), depth = alone ? KC : TeamDepth(x), leftHalf = 0, rightHalf = 0;
        for (int j0 = 0; j0 < x.N; j0 += NC)
        {
            int nc = Math.Min(NC, x.N - j0);
            for (int k0 = 0; k0 < x.K; k0 += depth)
            {
                int kc = Math.Min(depth, x.K - k0);
                float* right = x.B.IsPacked ? x.B.Data + PackedRightIndex(x.N, x.K, j0, k0) : memory.Right(rightHalf);
                for (int i0 = 0; i0 < x.M; i0 += rows)
                {
                    int mc = Math.Min(rows, x.M - i0);
                    float* left = x.A.IsPacked ? x.A.Data + PackedLeftIndex(x.M, x.K, i0, k0) : memory.Left(leftHalf);
                    if (!x.A.IsPacked) Pack(x.A.Slice(i0, k0), mc, kc, MR, PackedRows, x.Alpha, left, ref member);
                    if (!x.B.IsPacked && i0 == 0) Pack(x.B.Transposed.Slice(j0, k0), nc, kc, NR, PackedColumns, 1f, right, ref member);
                    member.Meet();
                    Compute(new Slab(mc, nc, kc, left, right, x.Accumulate || k0 > 0, x.C + ((nint)i0 * x.Ldc) + j0, x.Ldc), ref member);
                    leftHalf = alone ? 0 : 1 - leftHalf;
                }

                rightHalf = alone ? 0 : 1 - rightHalf;
            }
        }
    }

    // More where the inner size leaves room.
    private static int RowsTogether(in Product x, int rows) => rows * KC / Math.Clamp(x.K, 1, KC) / MC * MC;

    // Several times KC where few rows and columns leave room in the workspace: a team that meets rarely loses little.
    private static int TeamDepth(in Product x)
    {
        int rows = Whole(Math.Min(x.M, TeamRows), MR), columns = Whole(Math.Min(x.N, NC), NR);
        return KC * Math.Max(1, Math.Min(TeamRows / rows, NC / columns));
    }

    private static void ClearUnlessAccumulating(in Product x)
    {
        for (int i = 0; i < x.M && !x.Accumulate; i++) new Span<float>(x.C + ((nint)i * x.Ldc), x.N).Clear();
    }

    // The rows of one side of a slab, KC inner indices after KC inner indices, shared out in pieces.
    private static void Pack(Operand source, int rows, int depth, int width, int least, float factor, float* packed, ref TeamMember member)
    {
        int piece = Math.Max(least, Whole(rows / PiecesWanted(member), least));
        int pieces = Pieces(rows, piece);
        member.Begin(pieces * Pieces(depth, KC));
        while (member.Take(out int task))
        {
            int k = task / pieces * KC, row = task % pieces * piece, kc = Math.Min(KC, depth - k);
            Pack(source.Slice(row, k), Math.Min(piece, rows - row), kc, width, factor, packed + ((nint)Whole(rows, width) * k) + ((nint)row * kc));
        }
    }

    private static void Compute(in Slab slab, ref TeamMember member)
    {
        int rows = Math.Min(slab.Rows, MC), columns = slab.Columns, wanted = PiecesWanted(member);
        while (columns > NR && Pieces(slab.Rows, rows) * Pieces(slab.Columns, columns) < wanted) columns = Whole(columns / 2, NR);
        while (rows > MR && Pieces(slab.Rows, rows) * Pieces(slab.Columns, columns) < wanted) rows = Whole(rows / 2, MR);
        int across = Pieces(slab.Columns, columns);
        member.Begin(Pieces(slab.Rows, rows) * across);
        while (member.Take(out int task))
        {
            slab.Compute(task / across * rows, rows, task % across * columns, columns);
        }
    }

    private static int PiecesWanted(in TeamMember member) => member.TeamSize == 1 ? 1 : member.TeamSize * PiecesAMember;

    private static int Pieces(int extent, int piece) => (extent + piece - 1) / piece;

    /// <summary>Numbers of a left operand [m, k] when packed.</summary>
    public static int PackedLeftLength(int m, int k) => checked(Whole(m, MR) * k);

    /// <summary>Packs a left operand [m, k] that is used many times, times α.</summary>
    public static Operand PackLeft(Operand a, int m, int k, float alpha, float* packed)
    {
        for (int k0 = 0; k0 < k; k0 += KC)
        {
            for (int i0 = 0; i0 < m; i0 += MC)
                Pack(a.Slice(i0, k0), Math.Min(MC, m - i0), Math.Min(KC, k - k0), MR, alpha, packed + PackedLeftIndex(m, k, i0, k0));
        }

        return Operand.Packed(packed);
    }

    /// <summary>Numbers of a right operand [k, n] when packed.</summary>
    public static int PackedRightLength(int n, int k) => checked(Whole(n, NR) * k);

    /// <summary>Packs a right operand [k, n] that is used many times.</summary>
    public static Operand PackRight(Operand b, int n, int k, float* packed)
    {
        for (int j0 = 0; j0 < n; j0 += NC)
        {
            for (int k0 = 0; k0 < k; k0 += KC)
                Pack(b.Transposed.Slice(j0, k0), Math.Min(NC, n - j0), Math.Min(KC, k - k0), NR, 1f, packed + PackedRightIndex(n, k, j0, k0));
        }

        return Operand.Packed(packed);
    }

    private static int Whole(int extent, int tile) => (extent + tile - 1) / tile * tile;

    private static nint PackedLeftIndex(int m, int k, int i0, int k0) => ((nint)Whole(m, MR) * k0) + ((nint)i0 * Math.Min(KC, k - k0));

    private static nint PackedRightIndex(int n, int k, int j0, int k0) => ((nint)j0 * k) + ((nint)Whole(Math.Min(NC, n - j0), NR) * k0);

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

    /// <summary>
    /// A matrix with any strides; its transpose is the same memory with the strides exchanged. Or one that has been packed for its side.
    /// </summary>
    public readonly struct Operand(float* data, nint rowStride, nint columnStride)
    {
        public readonly float* Data = data;
        public readonly nint RowStride = rowStride, ColumnStride = columnStride;

        // No matrix steps by nothing in both directions.
        public bool IsPacked => RowStride == 0 && ColumnStride == 0;

        public static Operand Packed(float* data) => new(data, 0, 0);

        public Operand Transposed => new(Data, ColumnStride, RowStride);

        public Operand Slice(nint row, nint column) => new(Data + (row * RowStride) + (column * ColumnStride), RowStride, ColumnStride);
    }

    /// <summary>What is to be computed.</summary>
    public readonly struct Product(int m, int n, int k, float alpha, Operand a, Operand b, bool accumulate, float* c, int ldc)
    {
        public readonly int M = m, N = n, K = k, Ldc = ldc;
        public readonly float Alpha = alpha;
        public readonly Operand A = a, B = b;
        public readonly bool Accumulate = accumulate;
        public readonly float* C = c;
    }

    // A part of C whose operands are packed.
    private readonly struct Slab(int rows, int columns, int depth, float* left, float* right, bool accumulate, float* c, int ldc)
    {
        public int Rows => rows;

        public int Columns => columns;

        public void Compute(int i, int mc, int j, int nc)
        {
            (mc, nc) = (Math.Min(mc, rows - i), Math.Min(nc, columns - j));
            for (int k = 0; k < depth; k += KC)
            {
                int kc = Math.Min(KC, depth - k);
                float* a = left + ((nint)Whole(rows, MR) * k) + ((nint)i * kc), b = right + ((nint)Whole(columns, NR) * k) + ((nint)j * kc);
                Block(mc, nc, kc, a, b, accumulate || k > 0, c + ((nint)i * ldc) + j, ldc);
            }
        }
    }

    /// <summary>Two halves for each packed operand; a thread that works alone only touches the first ones.</summary>
    public sealed class Workspace
    {
        private const int LeftLength = (TeamRows + PackedRows) * KC, RightLength = (NC + PackedColumns) * KC;

        private const nuint Alignment = 64;

        [ThreadStatic]
        private static Workspace? ofThisThread;

        private readonly float* left = Allocate(2 * LeftLength), right = Allocate(2 * RightLength);

        private Workspace()
        {
        }

        ~Workspace()
        {
            NativeMemory.AlignedFree(left);
            NativeMemory.AlignedFree(right);
        }

        public static Workspace OfThisThread => ofThisThread ??= new Workspace();

        public float* Left(int half) => left + (half * LeftLength);

        public float* Right(int half) => right + (half * RightLength);

        private static float* Allocate(int length) => (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), Alignment);
    }
}
