using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// The contrastive loss 1/n · Σ_i (ln Σ_j∈C(i) exp z_ij − z_ii): anchor i has to tell its own candidate i from the candidates C(i), all
/// but those of its own group, of which it keeps i alone.
/// </summary>
/// <remarks>
/// Two prefixes of one sequence are as good as alike: as each other's negatives they would be told apart for nothing. With every anchor
/// a group of its own it is the cross entropy of the rows' softmax with their diagonal. dz_ij += weight/n · (p_ij − [i = j]) with p_i
/// the softmax over C(i), 0 outside. A terminal: its gradient is added at once. (van den Oord, Li, Vinyals, arXiv 1807.03748.)
/// </remarks>
/// <example>Three equal similarities in a row: ln 3 = 1.0986; ln 2 if one of the others is of the anchor's group.</example>
public static partial class InfoNce
{
    /// <summary>Computes the loss and adds it to the tape.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="similarities">z, [n, n], the anchors' rows; similarities over temperature.</param>
    /// <param name="groups">[n], what anchor and candidate i belong to.</param>
    /// <param name="weight">The weight of this loss in the tape's total.</param>
    /// <returns>The loss, unweighted; 0 for no rows.</returns>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    public static double Apply(Tape tape, Variable similarities, ReadOnlyMemory<int> groups, float weight)
    {
        int n = similarities.Rows;
        if (similarities.Columns != n || groups.Length != n)
            throw new ArgumentException($"InfoNce: similarities {similarities.Shape}, {groups.Length} groups; they must be [n, n] and n.");
        if (n == 0) return 0;
        Tensor? dSimilarities = tape.GradientOf(similarities);
        Arena.Mark mark = tape.Arena.Here;
        Tensor losses = tape.Arena.Rent(new Shape(n)), scratch = tape.Arena.Rent(similarities.Shape);
        ParallelRows.Run(
            n, (long)n * ParallelRows.Costly, new RowWork(similarities.Value, groups, weight / n, losses, dSimilarities, scratch));
        double sum = 0;
        foreach (float loss in losses.Span) sum += loss;
        tape.Arena.Release(mark);
        tape.AddLoss(sum / n, weight);
        return sum / n;
    }

    private readonly struct RowWork(
        Tensor similarities, ReadOnlyMemory<int> groups, float weight, Tensor losses, Tensor? dSimilarities, Tensor scratch) : IRangeWork
    {
        public void Run(int from, int to)
        {
            ReadOnlySpan<int> group = groups.Span;
            for (int i = from; i < to; i++)
            {
                Span<float> z = scratch.Row(i);
                similarities.Row(i).CopyTo(z);
                for (int j = 0; j < z.Length; j++)
                {
                    if (j != i && group[j] == group[i]) z[j] = float.NegativeInfinity;
                }

                losses.Span[i] = LogSumExp.Run(z) - z[i];
                if (dSimilarities is null) continue;
                Softmax.Run(z);
                z[i] -= 1;
                Axpy.Run(weight, z, dSimilarities.Row(i));
            }
        }
    }
}
