namespace OnDeviceRec.Kernels;

/// <summary>
/// A catalog of items that were drawn, each of which stands for others: e^z counts e^w times in the sums, where w is a logarithm an item. A
/// row's own items count once.
/// </summary>
internal static unsafe partial class SoftmaxLoss
{
    /// <summary>What the items count for.</summary>
    public readonly struct Sampled
    {
        /// <summary>The items that count once.</summary>
        public SparseRows Own { get; init; }

        /// <summary>w, [V].</summary>
        public float* LogWeights { get; init; }

        public bool Exists => Own.Exists;

        /// <summary>x_v += factor·w_v for all of a row's items but its own.</summary>
        public void AddTo(int row, in Block block, float factor, Span<float> x)
        {
            int from = 0;
            foreach (int own in Own.ItemsOf(row, block.Item, block.Count))
            {
                Add(from, own - block.Item, block.Item, factor, x);
                from = own - block.Item + 1;
            }

            Add(from, block.Count, block.Item, factor, x);
        }

        private void Add(int from, int to, int item, float factor, Span<float> x) =>
            Axpy.Run(factor, new ReadOnlySpan<float>(LogWeights + item + from, to - from), x[from..to]);
    }
}
