using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// The contrastive loss 1/n · Σ_i (ln Σ_j exp z_ij − z_ii): anchor i has to tell its own candidate i from all n candidates, in one
/// direction.
/// </summary>
/// <remarks>
/// dz_ij += weight/n · (p_ij − [i = j]) with p_i the softmax of row i. A terminal: its gradient is added at once. docs/method.md §3's
/// <c>con</c> (van den Oord, Li, Vinyals, arXiv 1807.03748).
/// </remarks>
/// <example>Three equal similarities in a row: ln 3 = 1.0986.</example>
public static partial class InfoNce
{
    /// <summary>Computes the loss and adds it to the tape.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="similarities">z, [n, n], the anchors' rows; similarities over temperature.</param>
    /// <param name="weight">The weight of this loss in the tape's total.</param>
    /// <returns>The loss, unweighted; 0 for no rows.</returns>
    /// <exception cref="ArgumentException">There are not as many candidates as anchors.</exception>
    public static double Apply(Tape tape, Variable similarities, float weight)
    {
        int n = similarities.Rows;
        if (similarities.Columns != n) throw new ArgumentException($"InfoNce: similarities {similarities.Shape}; they must be [n, n].");
        if (n == 0) return 0;
        Tensor? dSimilarities = tape.GradientOf(similarities);
        Arena.Mark mark = tape.Arena.Here;
        Tensor losses = tape.Arena.Rent(new Shape(n)), scratch = tape.Arena.Rent(similarities.Shape);
        ParallelRows.Run(n, (long)n * ParallelRows.Costly, new RowWork(similarities.Value, weight / n, losses, dSimilarities, scratch));
        double sum = 0;
        foreach (float loss in losses.Span) sum += loss;
        tape.Arena.Release(mark);
        tape.AddLoss(sum / n, weight);
        return sum / n;
    }

    private readonly struct RowWork(Tensor similarities, float weight, Tensor losses, Tensor? dSimilarities, Tensor scratch) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int i = from; i < to; i++)
            {
                Span<float> z = scratch.Row(i);
                similarities.Row(i).CopyTo(z);
                losses.Span[i] = LogSumExp.Run(z) - z[i];
                if (dSimilarities is null) continue;
                Softmax.Run(z);
                z[i] -= 1;
                Axpy.Run(weight, z, dSimilarities.Row(i));
            }
        }
    }
}
