using OnDeviceRec.Tensors;

namespace OnDeviceRec.Kernels;

/// <summary>The exponentials that both passes over the catalog share.</summary>
internal static unsafe partial class SoftmaxLoss
{
    /// <summary>The memory of the exponentials: [blocks, arrays, rows, stride], so that what a block has lies together.</summary>
    private readonly struct Entries(in Problem p, int firstBlock, int blocks, int arrays, Arena arena)
    {
        private const int Line = 16;

        private readonly int rows = p.Rows;
        private readonly float* values = arena.Rent(new Shape(blocks, arrays, p.Rows, StrideOf(p.GroupItems))).Pointer;

        /// <summary>Numbers from one row of a block to the next.</summary>
        public int Stride { get; } = StrideOf(p.GroupItems);

        /// <summary>One array's part of a block, [rows, stride].</summary>
        public float* Of(int array, int block) => values + ((((nint)(block - firstBlock) * arrays) + array) * rows * Stride);

        /// <summary>Numbers of one array's part.</summary>
        public int Length => rows * Stride;

        // An odd number of lines: a column of a block is then spread over all sets of the first-level cache.
        public static int StrideOf(int groupItems) => (((Math.Min(groupItems, ItemsPerBlock) + Line - 1) / Line) | 1) * Line;
    }

    /// <summary>exp((x − max)·s) of every block and row, max over that row of that block, their sums, and the sums of whole rows.</summary>
    private readonly struct RowExponentials(in Problem p, int blocks, float sharpness, Entries entries, int array, Arena arena)
    {
        private readonly int rows = p.Rows, array = array;
        private readonly Entries entries = entries;
        private readonly float* blockMaxima = arena.Rent(new Shape(blocks, p.Rows)).Pointer;
        private readonly float* blockSums = arena.Rent(new Shape(blocks, p.Rows)).Pointer;
        private readonly float* maxima = arena.Rent(new Shape(p.Rows)).Pointer;
        private readonly float* sums = arena.Rent(new Shape(p.Rows)).Pointer;

        public bool Exists => maxima != null;

        public float Sharpness => sharpness;

        /// <summary>A block's entries, [rows, stride].</summary>
        public float* Of(in Block block) => entries.Of(array, block.Number);

        /// <summary>A row of a block.</summary>
        public Span<float> Row(in Block block, int row) => new(Of(block) + ((nint)row * entries.Stride), block.Count);

        /// <summary>Where a block's entries will be.</summary>
        public Gemm.Region RegionOf(in Block block) => block.Count == 0 ? new(Of(new Block()), 0) : new(Of(block), entries.Length);

        public float BlockMax(int block, int row) => blockMaxima[(block * rows) + row];

        public double BlockSum(int block, int row) => blockSums[(block * rows) + row];

        public float Maximum(int row) => maxima[row];

        /// <summary>
        /// exp((the block's maximum − the row's)·s) / Σ_v exp((x_v − the row's maximum)·s): an entry times it is a probability.
        /// </summary>
        public float ToProbability(int block, int row) => MathF.Exp((BlockMax(block, row) - maxima[row]) * sharpness) / sums[row];

        /// <summary>ln Σ_v exp((x_v − y)·s).</summary>
        public double LogSum(int row, float y) => (((double)maxima[row] - y) * sharpness) + Math.Log(sums[row]);

        /// <summary>Takes the maximum of a row of a block and the sum of its entries in.</summary>
        public void Set(int block, int row, float maximum, float sum) =>
            (blockMaxima[(block * rows) + row], blockSums[(block * rows) + row]) = (maximum, sum);

        /// <summary>Takes those of a whole row in.</summary>
        public void SetRow(int row, in RowPart whole) => (maxima[row], sums[row]) = ((float)whole.Maximum, (float)whole.Sum);
    }
}
