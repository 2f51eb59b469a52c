namespace OnDeviceRec.Kernels;

/// <summary>
/// Labels y of a few items a row beside its target: w·Σ_b Σ_v y_bv (ln Z_b − z_bv), whose ∂z is w (Σ_v y_bv·softmax(z) − y).
/// </summary>
internal static unsafe partial class SoftmaxLoss
{
    /// <summary>The labels, and the weight of their loss.</summary>
    public readonly struct Labels
    {
        public SparseRows Rows { get; init; }
        public float* Shares { get; init; }
        public float Weight { get; init; }

        public bool Exists => Rows.Exists;
    }

    private readonly partial struct Work
    {
        private double FinishLabels(int row)
        {
            SparseRows rows = p.Labels.Rows;
            double logZ = s.Hard.LogSum(row, 0), loss = 0, mass = 0;
            for (int i = rows.Offsets[row]; i < rows.Offsets[row + 1]; i++)
            {
                mass += p.Labels.Shares[i];
                loss += p.Labels.Shares[i] * (logZ - s.LabelLogits[i]);
            }

            s.Slopes.Hard[row] += (float)(p.Labels.Weight * mass);
            return loss;
        }
    }
}
