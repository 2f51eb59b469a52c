using OnDeviceRec.Device.Format;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Tables;

/// <summary>
/// The table as a tensor train, never built (METHOD.md §2). With q the columns of the cores to come and p = (i_1..i_{k-1}) the grid's
/// coordinates so far, core k takes h one step further:
/// <para>S_k[q, p, i_k, r'] = Σ_{j_k, r} S_{k-1}[(j_k, q), p, r] G_k[r, i_k, j_k, r'], S_0 = h.</para>
/// That is a product of [(q, p), (j_k, r)], the state with its axes in another order, and [(j_k, r), (i_k, r')], the core as the
/// file has it. The last core's product is the scores of the catalogue in order; it is made in blocks.
/// </summary>
internal sealed class TensorTrainItemTable : ItemTable
{
    private readonly PlainTrainShape shape;
    private readonly PackedMatrix[] cores;
    private readonly int items;
    private readonly int last;

    // Columns of all cores but the first.
    private readonly int rest;

    // The most numbers in a column of a core, over its j and r.
    private readonly int largestColumn;

    public TensorTrainItemTable(ModelFile file)
    {
        shape = file.Configuration.Train!;
        items = file.Configuration.Items;
        rest = file.Configuration.Width / shape.Columns[0];
        last = shape.Cores - 1;
        cores = new PackedMatrix[shape.Cores];
        for (int k = 0; k < cores.Length; k++)
        {
            cores[k] = file.Matrix(TensorRole.Core, k);
            largestColumn = Math.Max(largestColumn, cores[k].Inner);
        }
    }

    public override int BlockItems => (int)Math.Min(PanelProduct.TileRows * (long)shape.Rows[last], items);

    // Two states, before and after a core; for a row also a column of a core.
    public override int ScratchLength => (2 * shape.StateLength) + largestColumn;

    // Contracts the cores at (i_1..i_N) from the left; the state is [(j_1..j_{k-1}), r].
    public override void ReadRow(int row, Span<float> y, Span<float> scratch)
    {
        Span<int> cell = stackalloc int[PlainTrainShape.MaximumCores];
        for (int k = last; k >= 0; k--) (row, cell[k]) = Math.DivRem(row, shape.Rows[k]);
        Span<float> state = scratch[..shape.StateLength], next = scratch.Slice(shape.StateLength, shape.StateLength);
        Span<float> column = scratch[(2 * shape.StateLength)..];
        int done = 1;
        state[0] = 1;
        for (int k = 0; k <= last; k++)
        {
            int rank = shape.Ranks[k], nextRank = shape.Ranks[k + 1], columns = shape.Columns[k];
            for (int s = 0; s < nextRank; s++)
            {
                cores[k].ReadColumn((cell[k] * nextRank) + s, column);
                for (int i = 0; i < done; i++)
                {
                    for (int j = 0; j < columns; j++)
                        next[(((i * columns) + j) * nextRank) + s] = Dot.Run(state.Slice(i * rank, rank), column.Slice(j * rank, rank));
                }
            }

            done *= columns;
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
