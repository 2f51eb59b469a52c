namespace OnDeviceRec.Tensors;

/// <summary>Rebuilding the table, core by core from the left, and its gradient.</summary>
public static unsafe partial class TensorTrain
{
    // dCore sums over the whole table: so many partial sums, added in order, whatever the number of threads.
    private const int PartialSums = 16;

    /// <summary>The whole table E.</summary>
    /// <param name="shape">The train.</param>
    /// <param name="cores">The N stored cores.</param>
    /// <param name="table">[V, d], the result.</param>
    /// <param name="arena">Lends scratch memory while the call lasts.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static void Materialize(TensorTrainShape shape, ReadOnlySpan<Tensor> cores, Tensor table, Arena arena)
    {
        shape.Check(cores, nameof(Materialize));
        CheckTable(shape, table, nameof(Materialize));
        Arena.Mark mark = arena.Here;
        float** left = stackalloc float*[TensorTrainShape.MaxCores + 1];
        RebuildLeft(shape, cores, left, arena);
        Contract(new Contraction(shape, shape.Cores - 1), left[shape.Cores - 1], cores[^1].Pointer, table.Pointer, arena);
        arena.Release(mark);
    }

    /// <summary>The gradient of <see cref="Materialize"/>: dG_k += ∂(Σ dE·E)/∂G_k.</summary>
    /// <param name="shape">The train.</param>
    /// <param name="cores">The N stored cores.</param>
    /// <param name="tableGradient">dE, [V, d].</param>
    /// <param name="coreGradients">dG_k, added to.</param>
    /// <param name="arena">Lends scratch memory while the call lasts.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static void MaterializeBackward(
        TensorTrainShape shape, ReadOnlySpan<Tensor> cores, Tensor tableGradient, ReadOnlySpan<Tensor> coreGradients, Arena arena)
    {
        shape.Check(cores, nameof(MaterializeBackward));
        shape.Check(coreGradients, nameof(MaterializeBackward));
        CheckTable(shape, tableGradient, nameof(MaterializeBackward));
        Arena.Mark mark = arena.Here;
        float** left = stackalloc float*[TensorTrainShape.MaxCores + 1];
        RebuildLeft(shape, cores, left, arena);
        float* dY = tableGradient.Pointer;
        for (int k = shape.Cores - 1; k > 0; k--)
        {
            var step = new Contraction(shape, k);
            float* dLeft = k == 1 ? coreGradients[0].Pointer : arena.RentZeroed(step.Left).Pointer;
            ContractBackward(step, left[k], cores[k].Pointer, dY, dLeft, coreGradients[k], arena);
            dY = dLeft;
        }

        arena.Release(mark);
    }

    // left[k] is what stands left of core k: [(i_1…i_k), (j_1…j_k), r_k]; left[1] is core 0 as it is.
    private static void RebuildLeft(TensorTrainShape shape, ReadOnlySpan<Tensor> cores, float** left, Arena arena)
    {
        left[1] = cores[0].Pointer;
        for (int k = 1; k < shape.Cores - 1; k++)
        {
            left[k + 1] = arena.Rent(new Contraction(shape, k + 1).Left).Pointer;
            Contract(new Contraction(shape, k), left[k], cores[k].Pointer, left[k + 1], arena);
        }
    }

    private static void Contract(in Contraction step, float* left, float* core, float* y, Arena arena)
    {
        const int PiecesPerThread = 4;
        int pieces = Math.Min(step.Blocks, WorkerPool.Threads * PiecesPerThread);
        Arena.Mark mark = arena.Here;
        float* scratch = arena.Rent(new Shape(pieces, step.Scratch)).Pointer;
        WorkerPool.Run(pieces, new ForwardWork(step, left, core, y, scratch, pieces));
        arena.Release(mark);
    }

    private static void ContractBackward(in Contraction step, float* left, float* core, float* dY, float* dLeft, Tensor dCore, Arena arena)
    {
        int pieces = Math.Min(step.PrefixBlocks, PartialSums);
        Arena.Mark mark = arena.Here;
        Tensor partial = arena.RentZeroed(new Shape(pieces, dCore.Length));
        float* scratch = arena.Rent(new Shape(pieces, step.Scratch)).Pointer;
        WorkerPool.Run(pieces, new BackwardWork(step, left, core, dY, dLeft, partial.Pointer, scratch, pieces));
        for (int piece = 0; piece < pieces; piece++)
            System.Numerics.Tensors.TensorPrimitives.Add(dCore.Span, partial.Row(piece), dCore.Span);
        arena.Release(mark);
    }

    private readonly struct ForwardWork(Contraction step, float* left, float* core, float* y, float* scratch, int pieces) : IParallelWork
    {
        public void Run(int piece)
        {
            int from = (int)((long)step.Blocks * piece / pieces), to = (int)((long)step.Blocks * (piece + 1) / pieces);
            for (int block = from; block < to; block++) step.Forward(block, left, core, y, scratch + ((nint)piece * step.Scratch));
        }
    }

    private readonly struct BackwardWork(
        Contraction step, float* left, float* core, float* dY, float* dLeft, float* partial, float* scratch, int pieces) : IParallelWork
    {
        public void Run(int piece)
        {
            int from = (int)((long)step.PrefixBlocks * piece / pieces), to = (int)((long)step.PrefixBlocks * (piece + 1) / pieces);
            for (int block = from; block < to; block++)
            {
                float* dCore = partial + ((nint)piece * step.Core.Count), memory = scratch + ((nint)piece * step.Scratch);
                step.Backward(block, left, core, dY, dLeft, dCore, memory);
            }
        }
    }
}
