using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// U[i_1, b, k] = Σ_a h[b, a]·G_1[i_1, a, k]: what a tensor train of two cores with all columns in the first makes of encodings, so that
/// the score of item (i_1, i_2) is Σ_k U[i_1, b, k]·G_2[k, i_2] (<see cref="CatalogScores.OfTrain"/>). Costs B·I_1·d·r multiply-adds.
/// </summary>
/// <remarks>dG_1[i_1] += hᵀ·dU[i_1]; dh += Σ_i dU[i]·G_1[i]ᵀ, i in ascending order.</remarks>
public sealed unsafe partial class TensorTrainQueries : Operation
{
    private Variable h = null!, core = null!;

    /// <summary>Computes and records U.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="core">G_1, [1, I_1, d, r].</param>
    /// <param name="h">[B, d].</param>
    /// <returns>U, [I_1, B, r].</returns>
    /// <exception cref="ArgumentException">The core is no first core of width d.</exception>
    public static Variable Apply(Tape tape, Variable core, Variable h)
    {
        if (core.Shape.Rank != 4 || core.Shape[0] != 1 || core.Shape[2] != h.Columns)
        {
            throw new ArgumentException(
                $"TensorTrainQueries: a core {core.Shape} for encodings {h.Shape}; it must be [1, I_1, {h.Columns}, r].");
        }

        Variable queries = tape.Result(new Shape(core.Shape[1], h.Rows, core.Shape[3]), core, h);
        ParallelRows.Run(core.Shape[1], (long)h.Value.Length * core.Shape[3], new ForwardWork(h.Value, core.Value, queries.Value));
        if (queries.NeedsGradient)
        {
            TensorTrainQueries record = tape.Record<TensorTrainQueries>(queries);
            (record.h, record.core) = (h, core);
        }

        return queries;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        (int groups, int batch, int d, int r) = (core.Shape[1], h.Rows, h.Columns, core.Shape[3]);
        if (tape.GradientOf(core) is { } dCore)
            ParallelRows.Run(groups, (long)h.Value.Length * r, new CoreGradientWork(h.Value, OutputGradient, dCore));
        if (tape.GradientOf(h) is not { } dh) return;
        for (int i = 0; i < groups; i++)
        {
            var dQueries = new Gemm.Operand(OutputGradient.Pointer + ((nint)i * batch * r), r, 1);
            var slice = new Gemm.Operand(core.Value.Pointer + ((nint)i * d * r), r, 1);
            MatrixProduct.Run(batch, d, r, 1f, dQueries, slice.Transposed, accumulate: true, dh.Pointer, d);
        }
    }

    private readonly struct ForwardWork(Tensor h, Tensor core, Tensor queries) : IRangeWork
    {
        public void Run(int from, int to)
        {
            (int batch, int d, int r) = (h.Rows, h.Columns, core.Columns);
            for (int i = from; i < to; i++)
            {
                var slice = new Gemm.Operand(core.Pointer + ((nint)i * d * r), r, 1);
                Gemm.Run(
                    batch, r, d, 1f, new Gemm.Operand(h.Pointer, d, 1), slice, accumulate: false,
                    queries.Pointer + ((nint)i * batch * r), r);
            }
        }
    }

    private readonly struct CoreGradientWork(Tensor h, Tensor dQueries, Tensor dCore) : IRangeWork
    {
        public void Run(int from, int to)
        {
            (int batch, int d, int r) = (h.Rows, h.Columns, dCore.Columns);
            for (int i = from; i < to; i++)
            {
                var slope = new Gemm.Operand(dQueries.Pointer + ((nint)i * batch * r), r, 1);
                Gemm.Run(d, r, batch, 1f, new Gemm.Operand(h.Pointer, 1, d), slope, accumulate: true, dCore.Pointer + ((nint)i * d * r), r);
            }
        }
    }
}
