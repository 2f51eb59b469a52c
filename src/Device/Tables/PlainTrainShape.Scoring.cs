using OnDeviceRec.Device.Format;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Tables;

public sealed partial class PlainTrainShape
{
    /// <summary>
    /// The table as a tensor train, never built (docs/method.md §2). With q the columns of the cores to come and p = (i_1..i_{k-1}) the
    /// grid's coordinates so far, core k takes h one step further:
    /// <para>S_k[q, p, i_k, r'] = Σ_{j_k, r} S_{k-1}[(j_k, q), p, r] G_k[r, i_k, j_k, r'], S_0 = h.</para>
    /// That is a product of [(q, p), (j_k, r)], the state with its axes in another order, and [(j_k, r), (i_k, r')], the core as the
    /// file has it. The last core's product is the scores of the catalog in order; it is made in blocks.
    /// </summary>
    private sealed class Scoring : ItemTable
    {
        // Rows of the grid but for its last coordinate that are scored at once.
        private const int BlockRows = 48;

        private readonly PlainTrainShape shape;
        private readonly PackedMatrix[] cores;
        private readonly int items;
        private readonly int last;

        // Columns of all cores but the first.
        private readonly int rest;

        // The most numbers in a row of a core, over its j, r and r'.
        private readonly int largestRow;

        public Scoring(PlainTrainShape shape, ModelFile file)
        {
            this.shape = shape;
            items = file.Configuration.Items;
            rest = file.Configuration.Encoder.Width / shape.Columns[0];
            last = shape.Cores - 1;
            cores = new PackedMatrix[shape.Cores];
            for (int k = 0; k < cores.Length; k++)
            {
                cores[k] = file.Matrix(TensorRole.Core, k);
                largestRow = Math.Max(largestRow, cores[k].RowLength);
            }
        }

        public override int BlockItems => (int)Math.Min(BlockRows * (long)shape.Rows[last], items);

        // Two states, before and after a core; for a row also a row of a core.
        public override int ScratchLength => (2 * shape.StateLength) + largestRow;

        // Contracts the cores at (i_1..i_N) from the left; the state is [(j_1..j_{k-1}), r].
        public override void ReadRow(int row, Span<float> y, Span<float> scratch)
        {
            Span<int> cell = stackalloc int[MaxCores];
            for (int k = last; k >= 0; k--) (row, cell[k]) = Math.DivRem(row, shape.Rows[k]);
            Span<float> state = scratch[..shape.StateLength], next = scratch.Slice(shape.StateLength, shape.StateLength);
            Span<float> slice = scratch[(2 * shape.StateLength)..];
            cores[0].ReadRow(cell[0], state);
            int done = shape.Columns[0];
            for (int k = 1; k <= last; k++)
            {
                cores[k].ReadRow(cell[k], slice);
                Extend(state, done, slice, k, next);
                done *= shape.Columns[k];
                Span<float> spent = state;
                state = next;
                next = spent;
            }

            for (int j = 0; j < shape.Columns[0]; j++)
            {
                for (int q = 0, at = TableColumn(j); q < rest; q++, at += shape.Block) y[at] = state[(j * rest) + q];
            }
        }

        public override void Prepare(ReadOnlySpan<float> h, Span<float> scratch)
        {
            Span<float> state = scratch[..shape.StateLength], next = scratch.Slice(shape.StateLength, shape.StateLength);
            int coming = rest, cells = 1;
            for (int j = 0; j < shape.Columns[0]; j++)
            {
                for (int q = 0, at = TableColumn(j); q < rest; q++, at += shape.Block) state[(q * shape.Columns[0]) + j] = h[at];
            }

            for (int k = 0; k < last; k++)
            {
                cores[k].Multiply(state, coming * cells, 0, cores[k].Outer, next);
                cells *= shape.Rows[k];
                int columns = shape.Columns[k + 1];
                coming /= columns;
                Regroup(next, columns, coming, cells, shape.Ranks[k + 1], state);
            }
        }

        public override void ScoreBlock(int first, Span<float> scores, Span<float> scratch)
        {
            (int columns, int inner) = (cores[last].Outer, cores[last].Inner);
            (int whole, int left) = Math.DivRem(scores.Length, columns);
            ReadOnlySpan<float> state = scratch[(first / columns * inner)..];
            cores[last].Multiply(state, whole, 0, columns, scores);
            if (left > 0) cores[last].Multiply(state[(whole * inner)..], 1, 0, left, scores[(whole * columns)..]);
        }

        // next[i, j, r'] = Σ_r state[i, r] slice[j, r, r'] for the i that are done.
        private void Extend(ReadOnlySpan<float> state, int done, ReadOnlySpan<float> slice, int core, Span<float> next)
        {
            int rank = shape.Ranks[core], nextRank = shape.Ranks[core + 1], columns = shape.Columns[core];
            for (int at = 0; at < done * columns; at++)
            {
                (int i, int j) = Math.DivRem(at, columns);
                ReadOnlySpan<float> left = state.Slice(i * rank, rank), right = slice.Slice(j * rank * nextRank, rank * nextRank);
                Span<float> y = next.Slice(at * nextRank, nextRank);
                if (nextRank == 1)
                {
                    y[0] = Dot.Run(left, right);
                    continue;
                }

                y.Clear();
                for (int r = 0; r < rank; r++) Axpy.Run(left[r], right.Slice(r * nextRank, nextRank), y);
            }
        }

        // [j, q, p, r] to [q, p, j, r].
        private static void Regroup(ReadOnlySpan<float> from, int columns, int coming, int cells, int rank, Span<float> to)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int i = 0; i < coming * cells; i++)
                    from.Slice(((j * coming * cells) + i) * rank, rank).CopyTo(to[(((i * columns) + j) * rank)..]);
            }
        }

        // The table's column of the plain column (j_1·t + c, 0); those of (j_1·t + c, q) follow t apart.
        private int TableColumn(int first) => (first / shape.Block * rest * shape.Block) + (first % shape.Block);
    }
}
