using System.Runtime.Intrinsics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Tensors;

/// <summary>
/// One step of rebuilding a table from the left: Y[(p, i), (a, b)] = Σ_r left[p, a, r]·core[r, i, b], where p counts the
/// rows of the grid so far, a their columns, r the rank, i the core's rows and b its run (columns times next rank).
/// In the last step b of column a = (j_1, c, m) goes to table column (j_1, m, b, c): block t &gt; 1 interleaves.
/// </summary>
/// <remarks>
/// The product of a few p comes as [(p, a), (i, b)] and has to become [(p, i), (a, b)]: it is made in a block that stays in
/// the second-level cache and copied from there, so that the table's memory is touched once. Where the last core has one column,
/// block 1, coreᵀ·leftᵀ of one p is [i, a] as the table has it, and is made in place. Which p and i share a
/// block depends on the sizes alone, never on the threads, and so do all sums.
/// </remarks>
internal readonly unsafe struct Contraction
{
    // 256 KB: half of the smallest second-level cache we know, beside the packed operands.
    private const int BlockFloats = 1 << 16;

    private const int FloatsPerCacheLine = 16;

    private readonly int prefixes, width, rank, items, run, outputRows, block, heads;
    private readonly int prefixesPerBlock, itemsPerBlock, itemBlocks, stride;
    private readonly bool inPlace;

    /// <summary>Step k ≥ 1 of a train: core k is contracted with what is left of it.</summary>
    public Contraction(TensorTrainShape shape, int core)
    {
        (prefixes, width) = (1, 1);
        for (int k = 0; k < core; k++) (prefixes, width) = (prefixes * shape.Rows[k], width * shape.PlainColumns[k]);
        bool last = core == shape.Cores - 1;
        (rank, items, run) = (shape.PlainRanks[core], shape.Rows[core], shape.PlainColumns[core] * shape.PlainRanks[core + 1]);
        outputRows = last ? shape.Items : prefixes * items;
        (block, heads) = last ? (shape.Block, shape.Columns[0]) : (1, 1);
        inPlace = last && run == 1 && block == 1;
        long itemFloats = (long)width * run;
        itemsPerBlock = (int)Math.Clamp(BlockFloats / itemFloats, 1, items);
        prefixesPerBlock = (int)Math.Clamp(BlockFloats / (itemFloats * items), 1, prefixes);
        itemBlocks = (items + itemsPerBlock - 1) / itemsPerBlock;

        // A row of the table is gathered from every row of the block: an odd number of cache lines apart, so that they
        // spread over all sets of the cache. A stride of 2 KB made I (15, 2716) three times slower.
        stride = RoundUp(itemsPerBlock * run, 2 * FloatsPerCacheLine) + FloatsPerCacheLine;
    }

    /// <summary>The sizes of what is left of the core: [p, a, r].</summary>
    public Shape Left => new(prefixes, width, rank);

    /// <summary>The sizes of the core: [r, i·b].</summary>
    public Shape Core => new(rank, items * run);

    /// <summary>Blocks of prefixes.</summary>
    public int PrefixBlocks => (prefixes + prefixesPerBlock - 1) / prefixesPerBlock;

    /// <summary>Blocks in all.</summary>
    public int Blocks => PrefixBlocks * itemBlocks;

    /// <summary>The scratch memory of one block.</summary>
    public int Scratch => RoundUp(prefixesPerBlock * width * (stride + rank), FloatsPerCacheLine);

    /// <summary>Computes one block of Y; each writes its own part.</summary>
    public void Forward(int index, float* left, float* core, float* y, float* scratch)
    {
        var (p, count, i, n) = Place(index / itemBlocks, index % itemBlocks);
        if (inPlace)
        {
            for (int q = p; q < p + count; q++)
            {
                Gemm.Operand right = LeftOperand(left, q).Transposed;
                Gemm.Run(
                    RowsOf(q, i, n), width, rank, 1f, CoreOperand(core, i).Transposed, right, accumulate: false,
                    y + ((nint)RowOf(q, i) * width), width);
            }

            return;
        }

        Gemm.Run(
            count * width, n * run, rank, 1f, LeftOperand(left, p), CoreOperand(core, i), accumulate: false, scratch, stride);
        for (int q = 0; q < count; q++)
        {
            for (int x = 0; x < n && RowOf(p + q, i + x) < outputRows; x++)
                Copy<ToTable>(scratch + ((nint)q * width * stride) + (x * run), y + ((nint)RowOf(p + q, i + x) * width * run));
        }
    }

    /// <summary>
    /// The gradient of one block of prefixes: dLeft[p, a, r] += Σ dY·core, which only this call writes, and
    /// dCore[r, i, b] += Σ left·dY, which the caller owns.
    /// </summary>
    public void Backward(int prefixBlock, float* left, float* core, float* dY, float* dLeft, float* dCore, float* scratch)
    {
        if (inPlace)
        {
            BackwardInPlace(prefixBlock, left, core, dY, dLeft, dCore);
            return;
        }

        // Made as [r, (p, a)]: packing the gradient for the right side of the product is several times faster than for the left.
        float* transposed = scratch + (prefixesPerBlock * width * stride);
        for (int itemBlock = 0; itemBlock < itemBlocks; itemBlock++)
        {
            var (p, count, i, n) = Place(prefixBlock, itemBlock);
            for (int q = 0; q < count; q++)
            {
                for (int x = 0; x < n; x++)
                {
                    float* column = scratch + ((nint)q * width * stride) + (x * run);
                    if (RowOf(p + q, i + x) < outputRows) Copy<FromTable>(column, dY + ((nint)RowOf(p + q, i + x) * width * run));
                    else for (int a = 0; a < width; a++) new Span<float>(column + ((nint)a * stride), run).Clear();
                }
            }

            var gradient = new Gemm.Operand(scratch, stride, 1);
            int columns = count * width;
            Gemm.Run(rank, columns, n * run, 1f, CoreOperand(core, i), gradient.Transposed, accumulate: false, transposed, columns);
            AddTransposed(transposed, columns, dLeft + ((nint)p * width * rank));
            float* dSlice = dCore + ((nint)i * run);
            Gemm.Run(rank, n * run, columns, 1f, LeftOperand(left, p).Transposed, gradient, accumulate: true, dSlice, items * run);
        }
    }

    private void BackwardInPlace(int prefixBlock, float* left, float* core, float* dY, float* dLeft, float* dCore)
    {
        for (int itemBlock = 0; itemBlock < itemBlocks; itemBlock++)
        {
            var (p, count, i, n) = Place(prefixBlock, itemBlock);
            for (int q = p; q < p + count; q++)
            {
                int rows = RowsOf(q, i, n);
                var gradient = new Gemm.Operand(dY + ((nint)RowOf(q, i) * width), 1, width);
                Gemm.Run(
                    width, rank, rows, 1f, gradient, CoreOperand(core, i).Transposed, accumulate: true,
                    dLeft + ((nint)q * width * rank), rank);
                Gemm.Run(rank, rows, width, 1f, LeftOperand(left, q).Transposed, gradient, accumulate: true, dCore + i, items);
            }
        }
    }

    private void AddTransposed(float* from, int columns, float* to)
    {
        for (int a = 0; a < columns; a++)
        {
            for (int r = 0; r < rank; r++) *to++ += from[(r * columns) + a];
        }
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    private (int Prefix, int Prefixes, int Item, int Items) Place(int prefixBlock, int itemBlock)
    {
        int p = prefixBlock * prefixesPerBlock, i = itemBlock * itemsPerBlock;
        return (p, Math.Min(prefixesPerBlock, prefixes - p), i, Math.Min(itemsPerBlock, items - i));
    }

    // How many of n items of a prefix are rows of the table: the grid may be larger.
    private int RowsOf(int prefix, int item, int n) => (int)Math.Clamp(outputRows - RowOf(prefix, item), 0, n);

    private long RowOf(int prefix, int item) => ((long)prefix * items) + item;

    private Gemm.Operand LeftOperand(float* left, int prefix) => new(left + ((nint)prefix * width * rank), rank, 1);

    private Gemm.Operand CoreOperand(float* core, int item) => new(core + ((nint)item * run), (nint)items * run, 1);

    // One row of the table, run by run, and its places in the block.
    private void Copy<TDirection>(float* column, float* row)
        where TDirection : struct, IDirection
    {
        // Fields of this would be read again after every store through a pointer.
        int t = block, length = run, inner = width / (heads * t);
        nint rowStride = stride, apart = inner * rowStride;
        for (int head = 0; head < heads; head++, column += apart * (t - 1))
        {
            for (int m = 0; m < inner; m++, column += rowStride, row += length * t) TDirection.Move(column, apart, row, t, length);
        }
    }

    /// <summary>t runs of a block, so far apart, are one run of the table with c innermost.</summary>
    private interface IDirection
    {
        static abstract void Move(float* block, nint apart, float* table, int t, int length);
    }

    private readonly struct ToTable : IDirection
    {
        public static void Move(float* block, nint apart, float* table, int t, int length)
        {
            int b = 0;
            if (t == 1)
            {
                for (; b + 4 <= length; b += 4) Vector128.Load(block + b).Store(table + b);
            }
            else if (t == 2)
            {
                Vector256<int> interleave = Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7);
                for (; b + 4 <= length; b += 4)
                {
                    Vector256<float> both = Vector256.Create(Vector128.Load(block + b), Vector128.Load(block + apart + b));
                    Vector256.Shuffle(both, interleave).Store(table + (2 * b));
                }
            }

            for (; b < length; b++)
            {
                for (int c = 0; c < t; c++) table[(b * t) + c] = block[(c * apart) + b];
            }
        }
    }

    private readonly struct FromTable : IDirection
    {
        public static void Move(float* block, nint apart, float* table, int t, int length)
        {
            int b = 0;
            if (t == 1)
            {
                for (; b + 4 <= length; b += 4) Vector128.Load(table + b).Store(block + b);
            }
            else if (t == 2)
            {
                Vector256<int> separate = Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7);
                for (; b + 4 <= length; b += 4)
                {
                    Vector256<float> pairs = Vector256.Shuffle(Vector256.Load(table + (2 * b)), separate);
                    pairs.GetLower().Store(block + b);
                    pairs.GetUpper().Store(block + apart + b);
                }
            }

            for (; b < length; b++)
            {
                for (int c = 0; c < t; c++) block[(c * apart) + b] = table[(b * t) + c];
            }
        }
    }
}
