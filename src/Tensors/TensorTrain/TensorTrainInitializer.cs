namespace OnDeviceRec.Tensors;

/// <summary>The start of a train's cores.</summary>
public static class TensorTrainInitializer
{
    /// <summary>The variance of an entry of a dense start, uniform(−0.1, 0.1): 0.01/3.</summary>
    public const double TableVariance = 0.01 / 3;

    private const float LatentStart = 0.25f;

    // No training step has this number: no dropout draws from these streams.
    private const uint StartStep = uint.MaxValue;

    /// <summary>
    /// Fills the cores uniform(−s, s) so that the table's entries have mean 0 and the variance of a dense start. An entry sums
    /// ∏r_k products of N independent factors of variance σ², so its variance is ∏r_k·σ^{2N}; s = σ√3.
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
        float bound = Bound(paths, shape.Cores);
        for (int k = 0; k < cores.Length; k++) Fill(cores[k], bound, seed, site + (uint)k);
    }

    /// <summary>
    /// The same for binary codes, a train of two cores of which the last one's signs alone are used: its latent weights have a quarter of
    /// that s, so that the first steps can turn them. The table has ¾ of the variance.
    /// </summary>
    /// <param name="projection">[d, R].</param>
    /// <param name="latent">[V, R].</param>
    /// <param name="scale">What a sign counts for.</param>
    /// <param name="seed">Keys the numbers.</param>
    public static void FillBinary(Tensor projection, Tensor latent, float scale, ulong seed)
    {
        float bound = Bound(projection.Columns, cores: 2);
        Fill(projection, bound * bound / (2 * scale), seed, 0);
        Fill(latent, bound * LatentStart, seed, 1);
    }

    private static float Bound(double paths, int cores) => (float)(Math.Sqrt(3) * Math.Pow(TableVariance / paths, 0.5 / cores));

    private static void Fill(Tensor core, float bound, ulong seed, uint site) =>
        new Philox(seed, StartStep, site).FillUniform(core.Span, -bound, bound);
}
