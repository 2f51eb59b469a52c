using OnDeviceRec.Kernels;

namespace OnDeviceRec.Tensors;

/// <summary>Scores of the whole catalog without its table, and their gradient.</summary>
/// <remarks>
/// The batch b is contracted with the cores from the left and stays the innermost index, so that every step is a product
/// of contiguous matrices: state_k[p, r, e, b] over the prefixes p = (i_1…i_k), the rank r_k and the columns
/// e = (j_{k+1}…j_N) not yet summed, with state_0 = hᵀ in plain column order;
/// state_k[p][(i, r'), (e, b)] = Σ_{r, j} G_k[r, i, j, r']·state_{k−1}[p][(r, j), (e, b)], for which core k is regrouped to
/// [(i, r'), (r, j)]. After the last core, r' and e are gone and p, i are the item row.
/// </remarks>
public static unsafe partial class TensorTrain
{
    /// <summary>scores = h·Eᵀ.</summary>
    /// <param name="shape">The train.</param>
    /// <param name="cores">The N stored cores.</param>
    /// <param name="h">[B, d].</param>
    /// <param name="scores">[B, V], the result.</param>
    /// <param name="arena">Lends scratch memory while the call lasts.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static void Scores(TensorTrainShape shape, ReadOnlySpan<Tensor> cores, Tensor h, Tensor scores, Arena arena)
    {
        shape.Check(cores, nameof(Scores));
        CheckScores(shape, h, scores, nameof(Scores));
        Arena.Mark mark = arena.Here;
        float** states = stackalloc float*[TensorTrainShape.MaxCores], regrouped = stackalloc float*[TensorTrainShape.MaxCores];
        ContractBatch(shape, cores, h, states, regrouped, arena);
        int last = shape.Cores - 1;
        var step = new ScoreStep(shape, last, h.Rows);
        WorkerPool.Run(step.Prefixes, new ScoreWork(step, shape.Items, states[last], regrouped[last], scores.Pointer));
        arena.Release(mark);
    }

    /// <summary>The gradient of <see cref="Scores"/>: dG_k += ∂(Σ dS·S)/∂G_k and dh += dS·E.</summary>
    /// <param name="shape">The train.</param>
    /// <param name="cores">The N stored cores.</param>
    /// <param name="h">[B, d].</param>
    /// <param name="scoreGradient">dS, [B, V].</param>
    /// <param name="coreGradients">dG_k, added to.</param>
    /// <param name="hGradient">dh, [B, d], added to; null if it is not wanted.</param>
    /// <param name="arena">Lends scratch memory while the call lasts.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static void ScoresBackward(
        TensorTrainShape shape,
        ReadOnlySpan<Tensor> cores,
        Tensor h,
        Tensor scoreGradient,
        ReadOnlySpan<Tensor> coreGradients,
        Tensor? hGradient,
        Arena arena)
    {
        shape.Check(cores, nameof(ScoresBackward));
        shape.Check(coreGradients, nameof(ScoresBackward));
        CheckScores(shape, h, scoreGradient, nameof(ScoresBackward));
        if (hGradient is not null && hGradient.Shape != h.Shape)
            Throw.ShapeMismatch(nameof(ScoresBackward), "the gradient of h does not fit", $"h {h.Shape}", $"gradient {hGradient.Shape}");
        Arena.Mark mark = arena.Here;
        float** states = stackalloc float*[TensorTrainShape.MaxCores], regrouped = stackalloc float*[TensorTrainShape.MaxCores];
        ContractBatch(shape, cores, h, states, regrouped, arena);

        int last = shape.Cores - 1;
        var step = new ScoreStep(shape, last, h.Rows);
        float* dState = arena.Rent(new Shape(step.Prefixes, step.Inner, h.Rows)).Pointer;
        Tensor dRegrouped = arena.RentZeroed(new Shape(step.Outer, step.Inner));
        WorkerPool.Run(step.Prefixes, new StateGradientWork(step, shape.Items, scoreGradient.Pointer, regrouped[last], dState));
        int stripes = Math.Min((step.Outer + Gemm.MR - 1) / Gemm.MR, WorkerPool.Threads * 4);
        var work = new LastCoreGradientWork(step, shape.Items, scoreGradient.Pointer, states[last], dRegrouped.Pointer, stripes);
        WorkerPool.Run(stripes, work);
        AddRegrouped(shape, last, dRegrouped, coreGradients[last]);

        for (int k = last - 1; k >= 0; k--)
        {
            step = new ScoreStep(shape, k, h.Rows);
            dRegrouped = arena.Rent(new Shape(step.Outer, step.Inner));
            float* dPrevious = k == 0 && hGradient is null ? null : arena.Rent(new Shape(step.Prefixes, step.Inner, step.Columns)).Pointer;
            for (int p = 0; p < step.Prefixes; p++)
            {
                var dY = new Gemm.Operand(dState + ((nint)p * step.Outer * step.Columns), step.Columns, 1);
                var x = new Gemm.Operand(states[k] + ((nint)p * step.Inner * step.Columns), step.Columns, 1);
                var core = new Gemm.Operand(regrouped[k], step.Inner, 1);
                MatrixProduct.Run(step.Outer, step.Inner, step.Columns, 1f, dY, x.Transposed, p > 0, dRegrouped.Pointer, step.Inner);
                if (dPrevious == null) continue;
                float* dX = dPrevious + ((nint)p * step.Inner * step.Columns);
                MatrixProduct.Run(step.Inner, step.Columns, step.Outer, 1f, core.Transposed, dY, false, dX, step.Columns);
            }

            AddRegrouped(shape, k, dRegrouped, coreGradients[k]);
            dState = dPrevious;
        }

        for (int b = 0; hGradient is not null && b < h.Rows; b++)
        {
            Span<float> row = hGradient.Row(b);
            for (int plain = 0; plain < row.Length; plain++) row[shape.ColumnOfPlain[plain]] += dState[((nint)plain * h.Rows) + b];
        }

        arena.Release(mark);
    }

    // states[k] and regrouped[k] for every core; the last state is still to be contracted with the last core.
    private static void ContractBatch(
        TensorTrainShape shape, ReadOnlySpan<Tensor> cores, Tensor h, float** states, float** regrouped, Arena arena)
    {
        states[0] = arena.Rent(new Shape(shape.Width, h.Rows)).Pointer;
        for (int b = 0; b < h.Rows; b++)
        {
            ReadOnlySpan<float> row = h.Row(b);
            for (int plain = 0; plain < row.Length; plain++) states[0][((nint)plain * h.Rows) + b] = row[shape.ColumnOfPlain[plain]];
        }

        for (int k = 0; k < shape.Cores; k++)
        {
            var step = new ScoreStep(shape, k, h.Rows);
            regrouped[k] = arena.Rent(new Shape(step.Outer, step.Inner)).Pointer;
            Regroup(shape, k, cores[k], regrouped[k]);
            if (k == shape.Cores - 1) break;
            states[k + 1] = arena.Rent(new Shape(step.Prefixes, step.Outer, step.Columns)).Pointer;
            var core = new Gemm.Operand(regrouped[k], step.Inner, 1);
            for (int p = 0; p < step.Prefixes; p++)
            {
                var x = new Gemm.Operand(states[k] + ((nint)p * step.Inner * step.Columns), step.Columns, 1);
                float* y = states[k + 1] + ((nint)p * step.Outer * step.Columns);
                MatrixProduct.Run(step.Outer, step.Columns, step.Inner, 1f, core, x, false, y, step.Columns);
            }
        }
    }

    // [r, i, j, r'] -> [(i, r'), (r, j)].
    private static void Regroup(TensorTrainShape shape, int k, Tensor core, float* regrouped)
    {
        Shape sizes = shape.CoreShape(k);
        float* from = core.Pointer;
        for (int r = 0; r < sizes[0]; r++)
        {
            for (int i = 0; i < sizes[1]; i++)
            {
                for (int j = 0; j < sizes[2]; j++)
                {
                    for (int q = 0; q < sizes[3]; q++) regrouped[((((i * sizes[3]) + q) * sizes[0]) + r) * sizes[2] + j] = *from++;
                }
            }
        }
    }

    private static void AddRegrouped(TensorTrainShape shape, int k, Tensor dRegrouped, Tensor dCore)
    {
        Shape sizes = shape.CoreShape(k);
        float* to = dCore.Pointer, from = dRegrouped.Pointer;
        for (int r = 0; r < sizes[0]; r++)
        {
            for (int i = 0; i < sizes[1]; i++)
            {
                for (int j = 0; j < sizes[2]; j++)
                {
                    for (int q = 0; q < sizes[3]; q++) *to++ += from[((((i * sizes[3]) + q) * sizes[0]) + r) * sizes[2] + j];
                }
            }
        }
    }

    private static void CheckScores(TensorTrainShape shape, Tensor h, Tensor scores, string operation)
    {
        if (h.Shape.Rank != 2 || h.Columns != shape.Width)
            Throw.ShapeMismatch(operation, "h does not fit", $"expected [B, {shape.Width}]", $"got {h.Shape}");
        if (scores.Shape != new Shape(h.Rows, shape.Items))
            Throw.ShapeMismatch(operation, "the scores do not fit", $"expected [{h.Rows}, {shape.Items}]", $"got {scores.Shape}");
    }

    /// <summary>Sizes of the step with core k: [Outer = (i, r'), Inner = (r, j)] times [Inner, Columns = (e, b)], for each prefix.</summary>
    private readonly struct ScoreStep
    {
        public readonly int Prefixes = 1, Outer, Inner, Columns, Batch;

        public ScoreStep(TensorTrainShape shape, int core, int batch)
        {
            (Batch, Columns) = (batch, batch);
            for (int k = 0; k < core; k++) Prefixes *= shape.Rows[k];
            for (int k = core + 1; k < shape.Cores; k++) Columns = checked(Columns * shape.PlainColumns[k]);
            (Outer, Inner) = (shape.Rows[core] * shape.PlainRanks[core + 1], shape.PlainRanks[core] * shape.PlainColumns[core]);
        }

        /// <summary>The items of a prefix that are in the catalog.</summary>
        public int ItemsOf(int prefix, int items) => (int)Math.Clamp(items - ((long)prefix * Outer), 0, Outer);
    }

    // scores[b, (p, i)] = Σ_x state[p][x, b]·core[i, x].
    private readonly struct ScoreWork(ScoreStep step, int items, float* state, float* core, float* scores) : IParallelWork
    {
        public void Run(int p)
        {
            var left = new Gemm.Operand(state + ((nint)p * step.Inner * step.Batch), 1, step.Batch);
            var right = new Gemm.Operand(core, 1, step.Inner);
            Gemm.Run(step.Batch, step.ItemsOf(p, items), step.Inner, 1f, left, right, false, scores + ((nint)p * step.Outer), items);
        }
    }

    // dState[p][x, b] = Σ_i core[i, x]·dScores[b, (p, i)].
    private readonly struct StateGradientWork(ScoreStep step, int items, float* dScores, float* core, float* dState) : IParallelWork
    {
        public void Run(int p)
        {
            var left = new Gemm.Operand(core, 1, step.Inner);
            var right = new Gemm.Operand(dScores + ((nint)p * step.Outer), 1, items);
            float* y = dState + ((nint)p * step.Inner * step.Batch);
            Gemm.Run(step.Inner, step.Batch, step.ItemsOf(p, items), 1f, left, right, false, y, step.Batch);
        }
    }

    // dCore[i, x] = Σ_p Σ_b dScores[b, (p, i)]·state[p][x, b], for a stripe of i.
    private readonly struct LastCoreGradientWork(ScoreStep step, int items, float* dScores, float* state, float* dCore, int stripes)
        : IParallelWork
    {
        public void Run(int stripe)
        {
            int from = (int)((long)step.Outer * stripe / stripes), to = (int)((long)step.Outer * (stripe + 1) / stripes);
            for (int p = 0; p < step.Prefixes; p++)
            {
                int m = Math.Min(to, step.ItemsOf(p, items)) - from;
                if (m <= 0) continue;
                var left = new Gemm.Operand(dScores + ((nint)p * step.Outer) + from, 1, items);
                var right = new Gemm.Operand(state + ((nint)p * step.Inner * step.Batch), 1, step.Batch);
                Gemm.Run(m, step.Inner, step.Batch, 1f, left, right, true, dCore + ((nint)from * step.Inner), step.Inner);
            }
        }
    }
}
