using OnDeviceRec.Kernels;

namespace OnDeviceRec.Tensors;

/// <summary>
/// Rows where all columns are the first core's and all rows the last one's: E[v] = W·c_v, with one projection
/// W [d, r] for all rows and the codes c [r, V]. Codes are gathered, and the rows are one product.
/// </summary>
public static unsafe partial class TensorTrain
{
    private static bool IsCodes(TensorTrainShape shape) =>
        shape.Cores == 2 && shape.Rows[0] == 1 && shape.PlainColumns[1] == 1 && shape.Block == 1;

    private static void RowsOfCodes(TensorTrainShape shape, ReadOnlySpan<Tensor> cores, int* rows, Tensor values, Arena arena)
    {
        int n = values.Rows, rank = shape.PlainRanks[1];
        float* codes = Gather(shape, cores[1].Pointer, rows, n, arena);
        var projection = new Gemm.Operand(cores[0].Pointer, rank, 1);
        MatrixProduct.Run(
            n, shape.Width, rank, 1f, new Gemm.Operand(codes, 1, n), projection.Transposed, accumulate: false, values.Pointer, shape.Width);
    }

    // dW += Σ_i dy_i·c_iᵀ, dc_v += Σ_i Wᵀ·dy_i over the rows i of item v, in ascending order.
    private static void RowsOfCodesBackward(
        TensorTrainShape shape, ReadOnlySpan<Tensor> cores, int* rows, Tensor gradient, ReadOnlySpan<Tensor> coreGradients, Arena arena)
    {
        int n = gradient.Rows, rank = shape.PlainRanks[1], width = shape.Width;
        float* codes = Gather(shape, cores[1].Pointer, rows, n, arena), slopes = arena.Rent(new Shape(rank, n)).Pointer;
        Gemm.Operand projection = new(cores[0].Pointer, rank, 1), dy = new(gradient.Pointer, width, 1);
        MatrixProduct.Run(
            width, rank, n, 1f, dy.Transposed, new Gemm.Operand(codes, 1, n), accumulate: true, coreGradients[0].Pointer, rank);
        MatrixProduct.Run(rank, n, width, 1f, projection.Transposed, dy.Transposed, accumulate: false, slopes, n);
        WorkerPool.Run(rank, new ScatterWork(slopes, rows, n, coreGradients[1].Pointer, shape.Rows[1]));
    }

    // [r, n]: the codes of the rows, side by side.
    private static float* Gather(TensorTrainShape shape, float* codes, int* rows, int n, Arena arena)
    {
        float* gathered = arena.Rent(new Shape(shape.PlainRanks[1], n)).Pointer;
        WorkerPool.Run(shape.PlainRanks[1], new GatherWork(codes, shape.Rows[1], rows, n, gathered));
        return gathered;
    }

    private readonly struct GatherWork(float* codes, int stride, int* rows, int n, float* gathered) : IParallelWork
    {
        public void Run(int piece)
        {
            float* from = codes + ((nint)piece * stride), to = gathered + ((nint)piece * n);
            for (int i = 0; i < n; i++) to[i] = from[rows[i]];
        }
    }

    // A piece has a number of all codes for itself.
    private readonly struct ScatterWork(float* slopes, int* rows, int n, float* dCodes, int stride) : IParallelWork
    {
        public void Run(int piece)
        {
            float* from = slopes + ((nint)piece * n), to = dCodes + ((nint)piece * stride);
            for (int i = 0; i < n; i++) to[rows[i]] += from[i];
        }
    }
}
