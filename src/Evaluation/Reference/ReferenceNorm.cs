namespace OnDeviceRec.Evaluation.Reference;

/// <summary>LayerNorm: y = (x − mean) / √(variance + ε) · gain + bias.</summary>
internal sealed class ReferenceNorm(double[] gain, double[] bias, double epsilon)
{
    /// <summary>Takes x <c>[d]</c> to y in place.</summary>
    public void Run(Span<double> x)
    {
        double mean = 0, variance = 0;
        foreach (double value in x) mean += value / x.Length;
        foreach (double value in x) variance += (value - mean) * (value - mean) / x.Length;
        double scale = 1 / Math.Sqrt(variance + epsilon);
        for (int i = 0; i < x.Length; i++) x[i] = ((x[i] - mean) * scale * gain[i]) + bias[i];
    }
}
