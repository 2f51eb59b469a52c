using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>ln P of all items: ln(g·p_copy(v) + (1 − g)·softmax(z)_v), in place of the scores z. For ranking, without gradients.</summary>
public static unsafe class MixtureScores
{
    /// <summary>Replaces z by ln P.</summary>
    /// <param name="scores">z, [B, V].</param>
    /// <param name="copying">What the B examples may copy.</param>
    /// <param name="arena">Lends working memory.</param>
    /// <exception cref="ArgumentException">The numbers of examples differ.</exception>
    public static void Apply(Tensor scores, CopyScores copying, Arena arena)
    {
        if (copying.Prefixes.Count != scores.Rows || copying.Gates.Value.Length != scores.Rows)
        {
            throw new ArgumentException(
                $"MixtureScores: scores {scores.Shape}, {copying.Prefixes.Count} prefixes, gates {copying.Gates.Shape}.");
        }

        var distribution = new CopyDistribution(copying, arena);
        float* shares = distribution.LogShares(copying.Positions.Value, arena);
        ParallelRows.Run(
            scores.Rows, (long)scores.Columns * ParallelRows.Costly, new Work(scores, copying.Gates.Value, distribution, shares));
    }

    private readonly struct Work(Tensor scores, Tensor gates, CopyDistribution distribution, float* shares) : IRangeWork
    {
        public void Run(int from, int to)
        {
            for (int b = from; b < to; b++)
            {
                Span<float> row = scores.Row(b);
                double gamma = gates.Span[b], logSum = LogSumExp.Run(row);
                double logCopy = -Softplus(-gamma), logCatalog = -Softplus(gamma);
                float shift = (float)(logCatalog - logSum);
                for (int v = 0; v < row.Length; v++) row[v] += shift;
                for (int i = distribution.Offsets[b]; i < distribution.Offsets[b + 1]; i++)
                {
                    ref float score = ref row[distribution.Items[i]];
                    double a = logCopy + shares[i];
                    score = (float)(Math.Max(a, score) + double.LogP1(Math.Exp(-Math.Abs(a - score))));
                }
            }
        }
    }

    private static double Softplus(double x) => Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));
}
