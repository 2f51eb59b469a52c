namespace OnDeviceRec.Evaluation.Reference;

/// <summary>What may be copied after one window.</summary>
/// <param name="Gate">γ; g = σ(γ).</param>
/// <param name="Positions">c, <c>[T]</c>.</param>
internal sealed record ReferenceCopying(double Gate, double[] Positions)
{
    /// <summary>
    /// Makes ln(g·p_copy + (1 − g)·softmax(z)) of z <c>[V]</c>, in place; the probabilities are those of logarithms, nothing underflows.
    /// </summary>
    /// <param name="rows">The window's rows: <c>[T]</c>.</param>
    /// <param name="scores">z.</param>
    public void Apply(ReadOnlySpan<int> rows, Span<double> scores)
    {
        double logCopy = -Softplus(-Gate) - LogSum(Positions), logCatalog = -Softplus(Gate) - LogSum(scores);
        for (int v = 0; v < scores.Length; v++) scores[v] += logCatalog;
        for (int l = 0; l < rows.Length; l++) scores[rows[l]] = LogAdd(scores[rows[l]], logCopy + Positions[l]);
    }

    private static double LogSum(ReadOnlySpan<double> x)
    {
        double max = double.NegativeInfinity, sum = 0;
        foreach (double value in x) max = Math.Max(max, value);
        foreach (double value in x) sum += Math.Exp(value - max);
        return max + Math.Log(sum);
    }

    private static double LogAdd(double a, double b) => Math.Max(a, b) + double.LogP1(Math.Exp(-Math.Abs(a - b)));

    private static double Softplus(double x) => LogAdd(x, 0);
}
