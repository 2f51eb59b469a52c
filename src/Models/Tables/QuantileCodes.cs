using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>
/// Product codes by quantiles of item vectors: code k of an item is the bin of its vector's k-th number, where K bins hold equally many
/// items each. With the vectors of <see cref="ItemVectors.OfSequences"/> that is RecJPQ (Petrov, Macdonald: "RecJPQ: Training
/// Large-Catalogue Sequential Recommenders", WSDM 2024).
/// </summary>
public static class QuantileCodes
{
    // Of a column's range: enough to part items whose vectors are equal, such as those that no sequence has.
    private const float Noise = 1e-5f;

    /// <summary>c[v, k] = ⌊K·rank/V⌋, rank that of x[v, k] in column k, counted from 0.</summary>
    /// <remarks>As in RecJPQ a column is led to [0, 1] and noise of ±1e-5 is added first, here uniform; then the lower item comes
    /// first.</remarks>
    /// <param name="vectors">x, [V, m or more]; the first m columns are used.</param>
    /// <param name="codebooks">m.</param>
    /// <param name="codewords">K, at most <see cref="ItemCodes.MaxCodewords"/>.</param>
    /// <param name="seed">Keys the noise.</param>
    /// <exception cref="ArgumentException">There are no items, fewer columns than codebooks, or what is no number.</exception>
    /// <example>The column (0.3, −1, 7, 0.5) and K = 2: the codes are 0, 0, 1, 1.</example>
    public static ItemCodes Of(Tensor vectors, int codebooks, int codewords, ulong seed)
    {
        ItemCodes.CheckSizes(codebooks, codewords);
        if (vectors.Rows < 1 || vectors.Columns < codebooks)
            throw new ArgumentException($"Codes: vectors {vectors.Shape} are no items of at least {codebooks} numbers, one a codebook.");
        int items = vectors.Rows;
        byte[] codes = new byte[checked(items * codebooks)];
        float[] noise = new float[items];
        double[] column = new double[items];
        for (int k = 0; k < codebooks; k++)
        {
            for (int v = 0; v < items; v++) column[v] = vectors.Row(v)[k];
            if (!column.All(double.IsFinite)) throw new ArgumentException($"Codes: column {k} of the vectors holds what is no number.");
            double least = column.Min(), range = column.Max() - least;
            new Philox(seed, step: 0, site: (uint)k).FillUniform(noise, -Noise, Noise);
            for (int v = 0; v < items; v++) column[v] = (range > 0 ? (column[v] - least) / range : 0) + noise[v];
            foreach ((int rank, int item) in Enumerable.Range(0, items).OrderBy(v => column[v]).Index())
                codes[(item * codebooks) + k] = (byte)((long)codewords * rank / items);
        }

        return new ItemCodes(codes, codebooks, codewords);
    }
}
