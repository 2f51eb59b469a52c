using OnDeviceRec.Kernels;

namespace OnDeviceRec.Tensors;

/// <summary>The train that is nearest to a given table: least squares, for plain trains of two cores with all columns in the first.</summary>
/// <remarks>
/// Row (i_1, i_2) of such a train is G_1[i_1]·g, g the column i_2 of G_2. With G_2 held, each G_1[i_1] is a linear least-squares problem, with
/// G_1 held each column; they are solved in turn, a fixed number of times (alternating least squares), from the cores as they are. Cells of
/// the grid behind the last item do not count. At the end the cores are given the same root mean square. Nothing depends on the number
/// of threads.
/// </remarks>
public static unsafe class TensorTrainFit
{
    private const int Sweeps = 10;

    /// <summary>Whether a train is of the kind that is fitted.</summary>
    /// <param name="shape">The train.</param>
    public static bool Fits(TensorTrainShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape is { Cores: 2, Block: 1 } && shape.Columns[1] == 1;
    }

    /// <summary>Fits the cores to a table.</summary>
    /// <param name="shape">The train, one that <see cref="Fits"/>.</param>
    /// <param name="cores">Its two cores: where to begin, and the result. What they hold must not be zero.</param>
    /// <param name="table">[V, d].</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or the train is of another kind.</exception>
    public static void Run(TensorTrainShape shape, ReadOnlySpan<Tensor> cores, Tensor table)
    {
        shape.Check(cores, nameof(TensorTrainFit));
        Throw.IfNot(Fits(shape), nameof(TensorTrainFit), $"{shape} has columns in its second core, or more than two");
        if (table.Shape != new Shape(shape.Items, shape.Width))
            Throw.ShapeMismatch(nameof(TensorTrainFit), "the table does not fit", $"expected [{shape.Items}, {shape.Width}]", $"got {table.Shape}");
        var sweep = new Sweep(shape, cores[0], cores[1], table);
        for (int i = 0; i < Sweeps; i++)
        {
            sweep.FitFirst();
            sweep.FitSecond();
        }

        Balance(cores[0].Span, cores[1].Span);
    }

    private static void Balance(Span<float> first, Span<float> second)
    {
        double factor = Math.Sqrt(RootMeanSquare(second) / RootMeanSquare(first));
        if (!double.IsFinite(factor) || factor == 0) return;
        Scale.Run((float)factor, first);
        Scale.Run((float)(1 / factor), second);
    }

    private static double RootMeanSquare(ReadOnlySpan<float> x) => Math.Sqrt((double)Dot.Run(x, x) / x.Length);

    private readonly struct Sweep(TensorTrainShape shape, Tensor first, Tensor second, Tensor table)
    {
        private readonly int width = shape.Width, rank = shape.PlainRanks[1], lastRows = shape.Rows[1];

        public void FitFirst()
        {
            using var rightSides = new Tensor(new Shape(width, rank));
            for (int i = 0; i < shape.Rows[0] && Count(i) > 0; i++)
            {
                var codes = new Gemm.Operand(second.Pointer, lastRows, 1);
                MatrixProduct.Run(width, rank, Count(i), 1, Rows(i).Transposed, codes.Transposed, false, rightSides.Pointer, rank);
                var normal = new NormalEquations(rank);
                normal.Add(codes, Count(i));
                normal.Factor();
                for (int j = 0; j < width; j++) normal.Solve(rightSides.Row(j), first.Span.Slice(((i * width) + j) * rank, rank));
            }
        }

        public void FitSecond()
        {
            using var rightSides = new Tensor(new Shape(lastRows, rank));
            rightSides.Clear();
            var normal = new NormalEquations(rank);
            Span<float> code = new float[rank];
            for (int i = 0; i < shape.Rows[0] && Count(i) > 0; i++)
            {
                MatrixProduct.Run(Count(i), rank, width, 1, Rows(i), Maps(i), true, rightSides.Pointer, rank);
                normal.Add(Maps(i).Transposed, width);
                // The columns that have an item in this row of the grid and none in the next one are complete.
                int end = Count(i), next = i + 1 < shape.Rows[0] ? Count(i + 1) : 0;
                if (next == end) continue;
                NormalEquations complete = normal.Copy();
                complete.Factor();
                for (int q = next; q < end; q++)
                {
                    complete.Solve(rightSides.Row(q), code);
                    for (int k = 0; k < rank; k++) second.Span[(k * lastRows) + q] = code[k];
                }
            }
        }

        // Items in a row of the grid.
        private int Count(int i) => Math.Clamp(shape.Items - (i * lastRows), 0, lastRows);

        // They, [count, d].
        private Gemm.Operand Rows(int i) => new(table.Pointer + ((nint)i * lastRows * width), width, 1);

        // G_1[i], [d, r].
        private Gemm.Operand Maps(int i) => new(first.Pointer + ((nint)i * width * rank), rank, 1);
    }

    /// <summary>(X·Xᵀ + ε)·y = b for sums of X·Xᵀ, by Cholesky in double; ε keeps what nothing determines near zero.</summary>
    private sealed class NormalEquations(int size)
    {
        private const double Ridge = 1e-6;

        private readonly double[] matrix = new double[size * size];

        public NormalEquations Copy()
        {
            var copy = new NormalEquations(size);
            matrix.CopyTo(copy.matrix, 0);
            return copy;
        }

        /// <summary>Adds X·Xᵀ, X [size, columns].</summary>
        public void Add(Gemm.Operand x, int columns)
        {
            using var product = new Tensor(new Shape(size, size));
            MatrixProduct.Run(size, size, columns, 1, x, x.Transposed, false, product.Pointer, size);
            for (int i = 0; i < matrix.Length; i++) matrix[i] += product.Span[i];
        }

        public void Factor()
        {
            double mean = 0;
            for (int i = 0; i < size; i++) mean += matrix[(i * size) + i] / size;
            for (int i = 0; i < size; i++)
            {
                matrix[(i * size) + i] += (Ridge * mean) + double.Epsilon;
                for (int j = 0; j <= i; j++)
                {
                    double sum = matrix[(i * size) + j];
                    for (int k = 0; k < j; k++) sum -= matrix[(i * size) + k] * matrix[(j * size) + k];
                    matrix[(i * size) + j] = i == j ? Math.Sqrt(sum) : sum / matrix[(j * size) + j];
                }
            }
        }

        public void Solve(ReadOnlySpan<float> b, Span<float> y)
        {
            Span<double> x = new double[size];
            for (int i = 0; i < size; i++)
            {
                double sum = b[i];
                for (int k = 0; k < i; k++) sum -= matrix[(i * size) + k] * x[k];
                x[i] = sum / matrix[(i * size) + i];
            }

            for (int i = size - 1; i >= 0; i--)
            {
                double sum = x[i];
                for (int k = i + 1; k < size; k++) sum -= matrix[(k * size) + i] * x[k];
                x[i] = sum / matrix[(i * size) + i];
                y[i] = (float)x[i];
            }
        }
    }
}
