namespace OnDeviceRec.Kernels;

/// <summary>A few items of each row, beside the whole catalog.</summary>
internal static unsafe partial class SoftmaxLoss
{
    /// <summary>
    /// Row b has the items Items[Offsets[b]] .. Items[Offsets[b + 1] − 1], ascending, each once; what belongs to them is numbered alike.
    /// </summary>
    public readonly struct SparseRows(int* offsets, int* items)
    {
        public readonly int* Offsets = offsets, Items = items;

        public bool Exists => Offsets != null;

        public SparseRows From(int row) => new(Offsets + row, Items);

        /// <summary>How many items so many rows have.</summary>
        public int CountOf(int rows) => Offsets[rows] - Offsets[0];

        /// <summary>Keeps the numbers of a row's items out of a block of the catalog.</summary>
        public void Keep(int row, int item, ReadOnlySpan<float> block, float* kept)
        {
            (int from, int to) = Places(row, item, block.Length);
            for (int i = from; i < to; i++) kept[i] = block[Items[i] - item];
        }

        /// <summary>Adds scale times the numbers of a row's items to a block of the catalog.</summary>
        public void AddTo(int row, int item, float* numbers, float scale, Span<float> block)
        {
            (int from, int to) = Places(row, item, block.Length);
            for (int i = from; i < to; i++) block[Items[i] - item] += scale * numbers[i];
        }

        /// <summary>A row's items in a block of the catalog.</summary>
        public ReadOnlySpan<int> ItemsOf(int row, int item, int count)
        {
            (int from, int to) = Places(row, item, count);
            return new ReadOnlySpan<int>(Items + from, to - from);
        }

        private (int From, int To) Places(int row, int item, int count)
        {
            int first = Offsets[row];
            var items = new ReadOnlySpan<int>(Items + first, Offsets[row + 1] - first);
            return (first + PlaceOf(items, item), first + PlaceOf(items, item + count));
        }

        private static int PlaceOf(ReadOnlySpan<int> items, int item)
        {
            int place = items.BinarySearch(item);
            return place < 0 ? ~place : place;
        }
    }
}
