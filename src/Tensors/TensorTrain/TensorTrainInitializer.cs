namespace OnDeviceRec.Tensors;

/// <summary>The start of a train's cores.</summary>
public static class TensorTrainInitializer
{
    /// <summary>The variance of an entry of a dense start, uniform(−0.1, 0.1): 0.01/3.</summary>
    public const double TableVariance = 0.01 / 3;

    // The numbers behind signs start small, so that the first steps can turn them; the core before has what is missing.
    private const float SignStart = 0.25f;

    // No training step has this number: no dropout draws from these streams.
    private const uint StartStep = uint.MaxValue;

    /// <summary>
    /// Fills the cores uniform(−s, s) so that the table's entries have mean 0 and the variance of a dense start. An entry sums
    /// ∏r_k products of N independent factors of variance σ², so its variance is ∏r_k·σ^{2N}; s = σ√3. Behind signs, s is a quarter of that and
    /// four times as much in the core before; the table then has ¾ of the variance.
    /// </summary>
    /// <param name="shape">The train.</param>
    /// <param name="cores">The N stored cores.</param>
    /// <param name="seed">Keys the numbers.</param>
    /// <param name="site">Core k draws from stream site + k of the seed.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    /// <example>Two cores of plain rank 30: σ⁴ = 0.01/3/30, σ = 0.1027, s = 0.1778.</example>
    public static void Fill(TensorTrainShape shape, ReadOnlySpan<Tensor> cores, ulong seed, uint site = 0)
    {
        shape.Check(cores, nameof(TensorTrainInitializer));
        double paths = 1;
        foreach (int rank in shape.PlainRanks) paths *= rank;
        float bound = (float)(Math.Sqrt(3) * Math.Pow(TableVariance / paths, 0.5 / shape.Cores));
        for (int k = 0; k < cores.Length; k++)
        {
            int left = shape.Signs ? cores.Length - 1 - k : int.MaxValue;
            float own = left switch { 0 => bound * SignStart, 1 => bound / SignStart, _ => bound };
            new Philox(seed, StartStep, site + (uint)k).FillUniform(cores[k].Span, -own, own);
        }
    }
}
