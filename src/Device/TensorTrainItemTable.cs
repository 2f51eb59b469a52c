using System.Diagnostics;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device;

/// <summary>
/// The table as a tensor train, never built (METHOD.md §2). With q the columns of the cores to come and p = (i_1..i_{k-1}) the grid's
/// coordinates so far, core k takes h one step further:
/// <para>S_k[q, p, i_k, r'] = Σ_{j_k, r} S_{k-1}[(j_k, q), p, r] G_k[r, i_k, j_k, r'], S_0 = h.</para>
/// That is a product of [(q, p), (j_k, r)], the state with its axes in another order, and [(j_k, r), (i_k, r')], the core as it is packed
/// when the model is loaded. The last core's product is the scores of the catalogue in order; it is made in blocks.
/// </summary>
internal sealed class TensorTrainItemTable : ItemTable
{
    private readonly ModelFile file;
    private readonly PlainTrainShape shape;
    private readonly AlignedFloats[] packed;
    private readonly int last;
    private readonly int width;

    // Columns of all cores but the first.
    private readonly int rest;

    public TensorTrainItemTable(ModelFile file)
    {
        this.file = file;
        shape = file.Configuration.Train!;
        width = file.Configuration.Width;
        rest = width / shape.Columns[0];
        last = shape.Cores - 1;
        packed = new AlignedFloats[shape.Cores];
        for (int k = 0; k < packed.Length; k++) packed[k] = Pack(k);
    }

    public override int BlockItems => (int)Math.Min(PanelProduct.TileRows * (long)shape.Rows[last], file.Configuration.Items);

    // Two states, before and after a core; for a row also a column of a core and what becomes of it.
    public override int ScratchLength => (2 * shape.StateLength) + LargestRank() + width;

    // Contracts the cores at (i_1..i_N) from the left. The state is [(j_1..j_{k-1}), r], after core 0 a piece of that core as it is.
    public override void ReadRow(int row, Span<float> y, Span<float> scratch)
    {
        Span<int> cell = stackalloc int[PlainTrainShape.MaximumCores];
        for (int k = last; k >= 0; k--) (row, cell[k]) = Math.DivRem(row, shape.Rows[k]);
        Span<float> column = scratch[(2 * shape.StateLength)..];
        int rows = shape.Columns[0];
        ReadOnlySpan<float> state = file.Tensor(TensorRole.Core, 0).Slice(cell[0] * rows * shape.Ranks[1], rows * shape.Ranks[1]);
        for (int k = 1; k <= last; k++)
        {
            ReadOnlySpan<float> core = file.Tensor(TensorRole.Core, k);
            Span<float> next = scratch.Slice((k & 1) * shape.StateLength, shape.StateLength);
            int rank = shape.Ranks[k], columns = shape.Columns[k] * shape.Ranks[k + 1];
            Span<float> g = column[..rank], product = column.Slice(rank, rows);
            for (int n = 0; n < columns; n++)
            {
                for (int r = 0; r < rank; r++) g[r] = core[(((r * shape.Rows[k]) + cell[k]) * columns) + n];
                MatVec.Run(state[..(rows * rank)], g, default, product);
                for (int i = 0; i < rows; i++) next[(i * columns) + n] = product[i];
            }

            state = next;
            rows *= shape.Columns[k];
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
            int outer = shape.Rows[k] * shape.Ranks[k + 1];
            PanelProduct.Run(state, coming * cells, shape.Columns[k] * shape.Ranks[k], packed[k].Span, outer, next);
            cells *= shape.Rows[k];
            int columns = shape.Columns[k + 1];
            coming /= columns;
            Regroup(next, columns, coming, cells, shape.Ranks[k + 1], state);
        }
    }

    public override void ScoreBlock(int first, Span<float> scores, Span<float> scratch)
    {
        int columns = shape.Rows[last], inner = shape.Columns[last] * shape.Ranks[last];
        (int whole, int left) = Math.DivRem(scores.Length, columns);
        ReadOnlySpan<float> state = scratch[(first / columns * inner)..];
        PanelProduct.Run(state, whole, inner, packed[last].Span, columns, scores);
        if (left > 0) PanelProduct.Run(state[(whole * inner)..], 1, inner, packed[last].Span, left, scores[(whole * columns)..]);
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

    private int LargestRank()
    {
        int largest = 1;
        foreach (int rank in shape.Ranks) largest = Math.Max(largest, rank);
        return largest;
    }

    private AlignedFloats Pack(int k)
    {
        (int rank, int nextRank, int columns) = (shape.Ranks[k], shape.Ranks[k + 1], shape.Columns[k]);
        (int inner, int outer) = (columns * rank, shape.Rows[k] * nextRank);
        var panels = new AlignedFloats((int)PanelProduct.Padded(outer) * inner);
        panels.Span.Clear();
        ReadOnlySpan<float> core = file.Tensor(TensorRole.Core, k);
        int at = 0;
        for (int r = 0; r < rank; r++)
        {
            for (int i = 0; i < shape.Rows[k]; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    for (int s = 0; s < nextRank; s++) panels.Span[PanelProduct.PackedIndex(inner, (j * rank) + r, (i * nextRank) + s)] = core[at++];
                }
            }
        }

        return panels;
    }
}
