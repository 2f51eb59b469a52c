namespace OnDeviceRec.Kernels;

/// <summary>The cross entropy of the mixture P = g·p_copy + (1 − g)·softmax(z), where the items of a row's history may be copied.</summary>
/// <remarks>
/// ce = −ln P(target). With ρ = g·p_copy(target)/P(target), the copying's part of the target: ∂ce/∂z = (1 − ρ)(softmax(z) − onehot),
/// ∂ce/∂ln p_copy(target) = −ρ, ∂ce/∂γ = g − ρ, g = σ(γ). Soft targets and labels are softmax(z)'s alone.
/// </remarks>
internal static unsafe partial class SoftmaxLoss
{
    /// <summary>What the rows may copy.</summary>
    public readonly struct Copying
    {
        public SparseRows Rows { get; init; }

        /// <summary>The rows' targets as <see cref="Rows"/> numbers items.</summary>
        public int* Targets { get; init; }

        /// <summary>ln p_copy of every item.</summary>
        public float* LogShares { get; init; }

        /// <summary>γ of every row.</summary>
        public float* Gates { get; init; }

        /// <summary>∂loss/∂ln p_copy, written.</summary>
        public float* DLogShares { get; init; }

        /// <summary>∂loss/∂γ, written.</summary>
        public float* DGates { get; init; }

        public bool Exists => Rows.Exists;

        public Copying From(int row) =>
            this with { Rows = Rows.From(row), Targets = Targets + row, Gates = Gates + row, DGates = DGates + row };
    }

    private static double LogAdd(double a, double b) => Math.Max(a, b) + double.LogP1(Math.Exp(-Math.Abs(a - b)));

    private readonly partial struct Work
    {
        // −ln P(target) of one row and 1 − ρ, from −ln softmax(z)[target].
        private (double CrossEntropy, double Part) FinishCopying(int row, double crossEntropy)
        {
            Copying copying = p.Copying;
            double gamma = copying.Gates[row], logCopy = -LogAdd(-gamma, 0), log = -LogAdd(gamma, 0) - crossEntropy, copied = 0;
            for (int i = copying.Rows.Offsets[row]; i < copying.Rows.Offsets[row + 1]; i++)
            {
                copying.DLogShares[i] = 0;
                if (copying.Rows.Items[i] != copying.Targets[row]) continue;
                double logCopied = logCopy + copying.LogShares[i];
                log = LogAdd(logCopied, log);
                copied = Math.Exp(logCopied - log);
                copying.DLogShares[i] = (float)(-p.HardWeight * copied);
            }

            copying.DGates[row] = (float)(p.HardWeight * (Math.Exp(logCopy) - copied));
            return (-log, 1 - copied);
        }
    }
}
