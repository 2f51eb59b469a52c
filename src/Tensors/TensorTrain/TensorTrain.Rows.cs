using System.Runtime.InteropServices;

namespace OnDeviceRec.Tensors;

/// <summary>Some rows of the table from the cores alone, and their gradient: costs d·r multiply-adds a row, whatever V.</summary>
public static unsafe partial class TensorTrain
{
    private const int RowsAPiece = 32;

    /// <summary>Rows of the table by their numbers, in any order and with repeats.</summary>
    /// <param name="shape">The train.</param>
    /// <param name="cores">The N stored cores.</param>
    /// <param name="rows">n item rows, each 0 to V − 1.</param>
    /// <param name="values">[n, d], the result.</param>
    /// <param name="arena">Lends scratch memory while the call lasts.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or there is no such row.</exception>
    public static void Rows(TensorTrainShape shape, ReadOnlySpan<Tensor> cores, ReadOnlySpan<int> rows, Tensor values, Arena arena)
    {
        shape.Check(cores, nameof(Rows));
        CheckRows(shape, rows, values, nameof(Rows));
        Arena.Mark mark = arena.Here;
        fixed (int* numbers = rows)
        {
            if (IsCodes(shape)) RowsOfCodes(shape, cores, numbers, values, arena);
            else RowsOfCores(shape, cores, numbers, values, arena);
        }

        arena.Release(mark);
    }

    /// <summary>The gradient of <see cref="Rows"/>: dG_k += ∂(Σ dY·Y)/∂G_k; only the slices of these rows are touched.</summary>
    /// <param name="shape">The train.</param>
    /// <param name="cores">The N stored cores.</param>
    /// <param name="rows">n item rows.</param>
    /// <param name="gradient">dY, [n, d].</param>
    /// <param name="coreGradients">dG_k, added to.</param>
    /// <param name="arena">Lends scratch memory while the call lasts.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or there is no such row.</exception>
    public static void RowsBackward(
        TensorTrainShape shape, ReadOnlySpan<Tensor> cores, ReadOnlySpan<int> rows, Tensor gradient,
        ReadOnlySpan<Tensor> coreGradients, Arena arena)
    {
        shape.Check(cores, nameof(RowsBackward));
        shape.Check(coreGradients, nameof(RowsBackward));
        CheckRows(shape, rows, gradient, nameof(RowsBackward));
        Arena.Mark mark = arena.Here;
        fixed (int* numbers = rows)
        {
            if (IsCodes(shape)) RowsOfCodesBackward(shape, cores, numbers, gradient, coreGradients, arena);
            else RowsOfCoresBackward(shape, cores, numbers, gradient, coreGradients, arena);
        }

        arena.Release(mark);
    }

    private static void RowsOfCores(TensorTrainShape shape, ReadOnlySpan<Tensor> cores, int* rows, Tensor values, Arena arena)
    {
        float** pointers = stackalloc float*[TensorTrainShape.MaxCores];
        for (int k = 0; k < cores.Length; k++) pointers[k] = cores[k].Pointer;
        var row = new RowContraction(shape, pointers);
        int pieces = Pieces(values.Rows);
        Tensor scratch = arena.Rent(new Shape(pieces, row.Scratch));
        WorkerPool.Run(pieces, new RowsWork(row, rows, values, scratch));
    }

    private static void RowsOfCoresBackward(
        TensorTrainShape shape, ReadOnlySpan<Tensor> cores, int* rows, Tensor gradient, ReadOnlySpan<Tensor> coreGradients, Arena arena)
    {
        float** pointers = stackalloc float*[TensorTrainShape.MaxCores];
        for (int k = 0; k < cores.Length; k++) pointers[k] = cores[k].Pointer;
        var row = new RowContraction(shape, pointers);
        int count = gradient.Rows, pieces = Pieces(count);
        Tensor scratch = arena.Rent(new Shape(pieces, row.Scratch));
        Span<long> order = MemoryMarshal.Cast<float, long>(arena.Rent(new Shape(count, 2)).Span);
        fixed (long* ordered = order)
        {
            for (int k = 0; k < cores.Length; k++)
            {
                for (int i = 0; i < count; i++) order[i] = ((long)RowContraction.Place(shape, rows[i], k) << 32) | (uint)i;
                order.Sort();
                WorkerPool.Run(pieces, new RowsGradientWork(row, k, rows, ordered, gradient, coreGradients[k].Pointer, scratch));
            }
        }
    }

    private static int Pieces(int rows) => Math.Clamp(rows / RowsAPiece, 1, WorkerPool.Threads * 4);

    private static void CheckRows(TensorTrainShape shape, ReadOnlySpan<int> rows, Tensor values, string operation)
    {
        if (values.Shape != new Shape(rows.Length, shape.Width))
            Throw.ShapeMismatch(operation, "the values do not fit", $"expected [{rows.Length}, {shape.Width}]", $"got {values.Shape}");
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)shape.Items) throw new ArgumentException($"{operation}: row {row} is not one of {shape.Items} items.");
        }
    }

    private readonly struct RowsWork(RowContraction row, int* rows, Tensor values, Tensor scratch) : IParallelWork
    {
        public void Run(int piece)
        {
            int pieces = scratch.Rows, from = (int)((long)values.Rows * piece / pieces),
                to = (int)((long)values.Rows * (piece + 1) / pieces);
            float* memory = scratch.Pointer + ((nint)piece * scratch.Columns);
            for (int i = from; i < to; i++) row.Forward(rows[i], values.Row(i), memory);
        }
    }

    // Rows that share i_k share a slice of the core. They stand together in the order, and all belong to the piece in which the first of
    // them stands, so that a slice is summed by one thread, always in the same order.
    private readonly struct RowsGradientWork(
        RowContraction row, int core, int* rows, long* order, Tensor gradient, float* dCore, Tensor scratch) : IParallelWork
    {
        public void Run(int piece)
        {
            int pieces = scratch.Rows, count = gradient.Rows, from = Start((int)((long)count * piece / pieces)),
                to = Start((int)((long)count * (piece + 1) / pieces));
            float* memory = scratch.Pointer + ((nint)piece * scratch.Columns);
            for (int n = from; n < to; n++)
            {
                int i = (int)order[n];
                row.Backward(rows[i], core, gradient.Row(i), dCore, memory);
            }
        }

        private int Start(int n)
        {
            while (n > 0 && n < gradient.Rows && order[n] >> 32 == order[n - 1] >> 32) n++;
            return n;
        }
    }
}
