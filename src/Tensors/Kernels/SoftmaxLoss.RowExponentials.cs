using OnDeviceRec.Tensors;

namespace OnDeviceRec.Kernels;

/// <summary>The exponentials that both passes over the catalog share.</summary>
internal static unsafe partial class SoftmaxLoss
{
    /// <summary>exp((x − max)·s) of every block and row, max over that row of that block, their sums, and the sums of whole rows.</summary>
    private readonly struct RowExponentials(in Problem p, int blocks, float sharpness, Arena arena)
    {
        private readonly int rows = p.Rows, blocks = blocks;
        private readonly float* values = arena.Rent(new Shape(p.Rows, p.Items)).Pointer;
        private readonly float* blockMaxima = arena.Rent(new Shape(blocks, p.Rows)).Pointer;
        private readonly float* blockSums = arena.Rent(new Shape(blocks, p.Rows)).Pointer;
        private readonly float* maxima = arena.Rent(new Shape(p.Rows)).Pointer;
        private readonly float* sums = arena.Rent(new Shape(p.Rows)).Pointer;

        public bool Exists => values != null;

        public float Sharpness => sharpness;

        /// <summary>[rows, count] of the block that starts at this item.</summary>
        public float* Block(int item) => values + ((nint)rows * item);

        public float BlockMax(int block, int row) => blockMaxima[(block * rows) + row];

        public double BlockSum(int block, int row) => blockSums[(block * rows) + row];

        public float Maximum(int row) => maxima[row];

        /// <summary>
        /// exp((the block's maximum − the row's)·s) / Σ_v exp((x_v − the row's maximum)·s): an entry times it is a probability.
        /// </summary>
        public float ToProbability(int block, int row) => MathF.Exp((BlockMax(block, row) - maxima[row]) * sharpness) / sums[row];

        /// <summary>ln Σ_v exp((x_v − y)·s).</summary>
        public double LogSum(int row, float y) => (((double)maxima[row] - y) * sharpness) + Math.Log(sums[row]);

        /// <summary>Takes x, one row of a block, less its maximum, in.</summary>
        public void Set(int block, int row, float maximum, ReadOnlySpan<float> shifted, Span<float> entries)
        {
            ExpShifted.Run(shifted, 0, sharpness, entries);
            blockMaxima[(block * rows) + row] = maximum;
            blockSums[(block * rows) + row] = Sum.Run(entries);
        }

        public void Finish()
        {
            for (int row = 0; row < rows; row++)
            {
                float max = float.NegativeInfinity;
                for (int block = 0; block < blocks; block++) max = Math.Max(max, BlockMax(block, row));
                double sum = 0;
                for (int block = 0; block < blocks; block++)
                    sum += BlockSum(block, row) * Math.Exp(((double)BlockMax(block, row) - max) * sharpness);
                maxima[row] = max;
                sums[row] = (float)sum;
            }
        }
    }
}
