using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The loss 1/n · Σ_i (ln Σ_j exp z_ij − z_i,target(i)): cross entropy of a softmax with the true class.</summary>
/// <remarks>dz_i += weight/n · (softmax(z_i) − onehot(target(i))). A terminal: its gradient is added at once.</remarks>
/// <example>Two equal logits: ln 2 = 0.6931.</example>
public static partial class CrossEntropy
{
    /// <summary>Computes the loss and adds it to the tape.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="logits">z, [n, c].</param>
    /// <param name="targets">[n], classes from 0.</param>
    /// <param name="weight">The weight of this loss in the tape's total.</param>
    /// <returns>The loss, unweighted; 0 for no rows.</returns>
    /// <exception cref="ArgumentException">The counts differ or a target is not a class.</exception>
    public static double Apply(Tape tape, Variable logits, ReadOnlyMemory<int> targets, float weight)
    {
        int rows = logits.Rows;
        if (targets.Length != rows) throw new ArgumentException($"CrossEntropy: {targets.Length} targets for logits {logits.Shape}.");
        foreach (int target in targets.Span)
        {
            if ((uint)target >= (uint)logits.Columns)
                throw new ArgumentException($"CrossEntropy: target {target} is no class of logits {logits.Shape}.");
        }

        if (rows == 0) return 0;
        Tensor? dLogits = tape.GradientOf(logits);
        Arena.Mark mark = tape.Arena.Here;
        Tensor losses = tape.Arena.Rent(new Shape(rows));
        Tensor? scratch = dLogits is null ? null : tape.Arena.Rent(logits.Shape);
        ParallelRows.Run(
            rows, (long)logits.Columns * ParallelRows.Costly, new RowWork(logits.Value, targets, weight / rows, losses, dLogits, scratch));
        double sum = 0;
        foreach (float loss in losses.Span) sum += loss;
        tape.Arena.Release(mark);
        tape.AddLoss(sum / rows, weight);
        return sum / rows;
    }

    private readonly struct RowWork(
        Tensor logits, ReadOnlyMemory<int> targets, float weight, Tensor losses, Tensor? dLogits, Tensor? scratch) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int row = from; row < to; row++)
            {
                Span<float> z = logits.Row(row);
                int target = targets.Span[row];
                losses.Span[row] = LogSumExp.Run(z) - z[target];
                if (dLogits is null) continue;
                Span<float> p = scratch!.Row(row);
                z.CopyTo(p);
                Softmax.Run(p);
                p[target] -= 1;
                Axpy.Run(weight, p, dLogits.Row(row));
            }
        }
    }
}
