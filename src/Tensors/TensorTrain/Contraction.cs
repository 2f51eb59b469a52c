using OnDeviceRec.Kernels;

namespace OnDeviceRec.Tensors;

/// <summary>
/// One step of rebuilding a table from the left: Y[(p, i), (a, b)] = Σ_r left[p, a, r]·core[r, i, b], where p counts the
/// rows of the grid so far, a their columns, r the rank, i the core's rows and b its run (columns times next rank).
/// In the last step b of column a = (j_1, c, m) goes to table column (j_1, m, b, c): block t &gt; 1 interleaves.
/// </summary>
/// <remarks>
/// The product of a few p comes as [(p, a), (i, b)] and has to become [(p, i), (a, b)]: it is made in a block that stays in
/// the second-level cache and copied from there, so that the table's memory is touched once. Which p and i share a
/// block depends on the sizes alone, never on the threads, and so do all sums.
/// </remarks>
internal readonly unsafe struct Contraction
{
    // 256 KB: half of the smallest second-level cache we know, beside the packed operands.
    private const int BlockFloats = 1 << 16;

    private readonly int prefixes, width, rank, items, run, outputRows, block, heads;
    private readonly int prefixesPerBlock, itemsPerBlock, itemBlocks;

    /// <summary>Step k ≥ 1 of a train: core k is contracted with what is left of it.</summary>
    public Contraction(TensorTrainShape shape, int core)
    {
        (prefixes, width) = (1, 1);
        for (int k = 0; k < core; k++) (prefixes, width) = (prefixes * shape.Rows[k], width * shape.PlainColumns[k]);
        bool last = core == shape.Cores - 1;
        (rank, items, run) = (shape.PlainRanks[core], shape.Rows[core], shape.PlainColumns[core] * shape.PlainRanks[core + 1]);
        outputRows = last ? shape.Items : prefixes * items;
        (block, heads) = last ? (shape.Block, shape.Columns[0]) : (1, 1);
        itemsPerBlock = Math.Clamp(BlockFloats / (width * run), 1, items);
        prefixesPerBlock = Math.Clamp(BlockFloats / (width * run * items), 1, prefixes);
        itemBlocks = (items + itemsPerBlock - 1) / itemsPerBlock;
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
    public int Scratch => prefixesPerBlock * width * Stride;

    private int Stride => itemsPerBlock * run;

    /// <summary>Computes one block of Y; each writes its own part.</summary>
    public void Forward(int index, float* left, float* core, float* y, float* scratch)
    {
        var (p, count, i, n) = Place(index / itemBlocks, index % itemBlocks);
        Gemm.Run(
            count * width, n * run, rank, 1f, LeftOperand(left, p), CoreOperand(core, i), accumulate: false, scratch, Stride);
        for (int q = 0; q < count; q++)
        {
            for (int x = 0; x < n && RowOf(p + q, i + x) < outputRows; x++)
                Copy<ToTable>(scratch + ((nint)q * width * Stride) + (x * run), y + ((nint)RowOf(p + q, i + x) * width * run));
        }
    }

    /// <summary>
    /// The gradient of one block of prefixes: dLeft[p, a, r] += Σ dY·core, which only this call writes, and
    /// dCore[r, i, b] += Σ left·dY, which the caller owns.
    /// </summary>
    public void Backward(int prefixBlock, float* left, float* core, float* dY, float* dLeft, float* dCore, float* scratch)
    {
        for (int itemBlock = 0; itemBlock < itemBlocks; itemBlock++)
        {
            var (p, count, i, n) = Place(prefixBlock, itemBlock);
            for (int q = 0; q < count; q++)
            {
                for (int x = 0; x < n; x++)
                {
                    float* column = scratch + ((nint)q * width * Stride) + (x * run);
                    if (RowOf(p + q, i + x) < outputRows) Copy<FromTable>(column, dY + ((nint)RowOf(p + q, i + x) * width * run));
                    else for (int a = 0; a < width; a++) new Span<float>(column + ((nint)a * Stride), run).Clear();
                }
            }

            var gradient = new Gemm.Operand(scratch, Stride, 1);
            Gemm.Run(
                count * width, rank, n * run, 1f, gradient, CoreOperand(core, i).Transposed, accumulate: true, dLeft + ((nint)p * width * rank), rank);
            Gemm.Run(
                rank, n * run, count * width, 1f, LeftOperand(left, p).Transposed, gradient, accumulate: true, dCore + ((nint)i * run), items * run);
        }
    }

    private (int Prefix, int Prefixes, int Item, int Items) Place(int prefixBlock, int itemBlock)
    {
        int p = prefixBlock * prefixesPerBlock, i = itemBlock * itemsPerBlock;
        return (p, Math.Min(prefixesPerBlock, prefixes - p), i, Math.Min(itemsPerBlock, items - i));
    }

    private long RowOf(int prefix, int item) => ((long)prefix * items) + item;

    private Gemm.Operand LeftOperand(float* left, int prefix) => new(left + ((nint)prefix * width * rank), rank, 1);

    private Gemm.Operand CoreOperand(float* core, int item) => new(core + ((nint)item * run), (nint)items * run, 1);

    // One row of the table, in order, and its places in the block.
    private void Copy<TDirection>(float* column, float* row)
        where TDirection : struct, IDirection
    {
        int inner = width / (heads * block);
        nint apart = (nint)inner * Stride;
        for (int head = 0; head < heads; head++)
        {
            for (int m = 0; m < inner; m++)
            {
                float* cell = column + ((((nint)head * block * inner) + m) * Stride);
                for (int b = 0; b < run; b++)
                {
                    for (int c = 0; c < block; c++) TDirection.Move(ref cell[(c * apart) + b], ref *row++);
                }
            }
        }
    }

    private interface IDirection
    {
        static abstract void Move(ref float block, ref float table);
    }

    private readonly struct ToTable : IDirection
    {
        public static void Move(ref float block, ref float table) => table = block;
    }

    private readonly struct FromTable : IDirection
    {
        public static void Move(ref float block, ref float table) => block = table;
    }
}
