using System.Numerics.Tensors;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;

namespace OnDeviceRec.Evaluation.Reference;

/// <summary>The item table E in double, all of its rows; multiplied out of its cores (docs/format.md).</summary>
internal sealed class ReferenceTable
{
    // Rows that stay in the cache while every encoding of a block is multiplied with them: 64 KiB at d 128.
    private const int TileRows = 64;

    private readonly int items;
    private readonly int width;
    private readonly double[] rows;

    /// <exception cref="ArgumentException">The table is too large for memory.</exception>
    public ReferenceTable(ReferenceWeights weights)
    {
        ModelConfiguration c = weights.Configuration;
        (items, width) = (c.Items, c.Encoder.Width);
        if ((long)items * width > Array.MaxLength)
        {
            throw new ArgumentException(
                $"A table of {items} rows of width {width} has too many numbers to be rebuilt in double; "
                + $"at most {Array.MaxLength} are possible.");
        }

        rows = new double[items * width];
        Rebuild(c.Table is PlainTrainShape train ? train.Block : 1, [.. weights.TableCores()]);
    }

    /// <summary>E[row]: <c>[d]</c>.</summary>
    public ReadOnlySpan<double> Row(int row) => rows.AsSpan(row * width, width);

    /// <summary>h <c>[B, d]</c> times Eᵀ: <c>[B, V]</c>.</summary>
    public void Score(ReadOnlySpan<double> h, Span<double> scores)
    {
        for (int tile = 0; tile < items; tile += TileRows)
        {
            int end = Math.Min(tile + TileRows, items);
            for (int b = 0; b < h.Length / width; b++)
            {
                ReadOnlySpan<double> encoding = h.Slice(b * width, width);
                Span<double> own = scores.Slice(b * items, items);
                for (int v = tile; v < end; v++) own[v] = TensorPrimitives.Dot(encoding, Row(v));
            }
        }
    }

    // E[(i), (j)] = G_1[0, i_1, j_1, :] · G_2[:, i_2, j_2, :] ··· G_N[:, i_N, j_N, 0] in the plain columns, a dense table being one core;
    // plain column (j_1·t + c, q) is the table's column (j_1·Q + q)·t + c, Q = J_2···J_N.
    private void Rebuild(int block, ReferenceCore[] cores)
    {
        int rest = width / cores[0].Columns;
        for (int v = 0; v < items; v++)
        {
            double[] plain = PlainRow(cores, v);
            for (int column = 0; column < width; column++)
            {
                (int a, int q) = Math.DivRem(column, rest);
                (int j, int c) = Math.DivRem(a, block);
                rows[(v * width) + (((j * rest) + q) * block) + c] = plain[column];
            }
        }
    }

    private static double[] PlainRow(ReferenceCore[] cores, int row)
    {
        double[] product = [1];
        long cells = cores.Aggregate(1L, (all, core) => all * core.Rows), left = row;
        foreach (ReferenceCore core in cores)
        {
            cells /= core.Rows;
            (long cell, left) = Math.DivRem(left, cells);
            int done = product.Length / core.Rank, length = core.Columns * core.NextRank;
            double[] longer = new double[done * length];
            for (int i = 0; i < done; i++)
            {
                for (int r = 0; r < core.Rank; r++)
                {
                    ReadOnlySpan<double> numbers = core.Numbers.AsSpan(((r * core.Rows) + (int)cell) * length, length);
                    Span<double> sum = longer.AsSpan(i * length, length);
                    TensorPrimitives.MultiplyAdd(numbers, product[(i * core.Rank) + r], sum, sum);
                }
            }

            product = longer;
        }

        return product;
    }
}
