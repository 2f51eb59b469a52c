using OnDeviceRec.Kernels;

namespace OnDeviceRec.Tensors;

/// <summary>
/// One row of a table, split at a core: E[(p, j, q)] = Σ_{r, r'} left[p, r]·G_k[r, i_k, j, r']·right[r', q] in plain column order, where
/// left is the product of the cores before, at the row's place in the grid, and right that of the cores behind.
/// </summary>
/// <param name="shape">The train.</param>
/// <param name="cores">The values of its cores.</param>
internal readonly unsafe struct RowContraction(TensorTrainShape shape, float** cores)
{
    private readonly int largest = LargestState(shape);

    /// <summary>The scratch memory of one thread.</summary>
    public int Scratch => (5 * largest) + shape.Width;

    /// <summary>i_k of a row.</summary>
    public static int Place(TensorTrainShape shape, int row, int core)
    {
        for (int k = shape.Cores - 1; k > core; k--) row /= shape.Rows[k];
        return row % shape.Rows[core];
    }

    /// <summary>Computes a row, in the table's order of columns.</summary>
    public void Forward(int row, Span<float> values, float* scratch)
    {
        float* plain = Left(row, shape.Cores, scratch);
        ReadOnlySpan<int> columnOfPlain = shape.ColumnOfPlain;
        for (int x = 0; x < columnOfPlain.Length; x++) values[columnOfPlain[x]] = plain[x];
    }

    /// <summary>dG_k[r, i_k, j, r'] += Σ_{p, q} left[p, r]·dE[(p, j, q)]·right[r', q].</summary>
    public void Backward(int row, int core, ReadOnlySpan<float> gradient, float* dCore, float* scratch)
    {
        float* inner = scratch + (4 * largest), plain = inner + largest;
        ReadOnlySpan<int> columnOfPlain = shape.ColumnOfPlain;
        for (int x = 0; x < columnOfPlain.Length; x++) plain[x] = gradient[columnOfPlain[x]];

        float* left = Left(row, core, scratch);
        Gemm.Operand right = Right(row, core, scratch + (2 * largest), out int behind);
        int before = shape.Width / (shape.PlainColumns[core] * behind), rank = shape.PlainRanks[core], next = shape.PlainRanks[core + 1];
        int run = shape.PlainColumns[core] * next, item = Place(shape, row, core);
        Gemm.Run(
            shape.Width / behind, next, behind, 1f, new Gemm.Operand(plain, behind, 1), right.Transposed, accumulate: false, inner, next);
        Gemm.Run(
            rank, run, before, 1f, new Gemm.Operand(left, 1, rank), new Gemm.Operand(inner, run, 1), accumulate: true,
            dCore + ((nint)item * run), shape.Rows[core] * run);
    }

    // [(j_1 … j_{k−1}), r_k]: the product of the cores before; of all cores it is the row itself.
    private float* Left(int row, int core, float* scratch)
    {
        if (core == 0)
        {
            *scratch = 1;
            return scratch;
        }

        int first = shape.PlainColumns[0] * shape.PlainRanks[1], columns = shape.PlainColumns[0];
        float* left = cores[0] + ((nint)Place(shape, row, 0) * first), next = scratch, spare = scratch + largest;
        for (int k = 1; k < core; k++)
        {
            int run = shape.PlainColumns[k] * shape.PlainRanks[k + 1], rank = shape.PlainRanks[k];
            Gemm.Run(columns, run, rank, 1f, new Gemm.Operand(left, rank, 1), Slice(row, k), accumulate: false, next, run);
            columns *= shape.PlainColumns[k];
            left = next;
            next = spare;
            spare = left;
        }

        return left;
    }

    // [r_{k+1}, (j_{k+1} … j_N)]: the product of the cores behind.
    private Gemm.Operand Right(int row, int core, float* scratch, out int columns)
    {
        float* next = scratch, spare = scratch + largest;
        columns = 1;
        if (core == shape.Cores - 1)
        {
            *next = 1;
            return new Gemm.Operand(next, 1, 1);
        }

        columns = shape.PlainColumns[shape.Cores - 1];
        Gemm.Operand right = Slice(row, shape.Cores - 1);
        for (int k = shape.Cores - 2; k > core; k--)
        {
            int own = shape.PlainColumns[k], rank = shape.PlainRanks[k + 1];
            Gemm.Operand slice = Slice(row, k);
            for (int r = 0; r < shape.PlainRanks[k]; r++)
            {
                var matrix = new Gemm.Operand(slice.Slice(r, 0).Data, rank, 1);
                Gemm.Run(own, columns, rank, 1f, matrix, right, accumulate: false, next + ((nint)r * own * columns), columns);
            }

            columns *= own;
            right = new Gemm.Operand(next, columns, 1);
            float* spent = spare;
            spare = next;
            next = spent;
        }

        return right;
    }

    // G_k at i_k: [r_k, (j_k, r_{k+1})].
    private Gemm.Operand Slice(int row, int core)
    {
        int run = shape.PlainColumns[core] * shape.PlainRanks[core + 1];
        return new Gemm.Operand(cores[core] + ((nint)Place(shape, row, core) * run), (nint)shape.Rows[core] * run, 1);
    }

    private static int LargestState(TensorTrainShape shape)
    {
        int rank = 1;
        foreach (int r in shape.PlainRanks) rank = Math.Max(rank, r);
        return shape.Width * rank;
    }
}
