using OnDeviceRec.Data;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>Vectors of items by which <see cref="QuantileCodes"/> tells them apart, the number that says most first.</summary>
public static class ItemVectors
{
    // Of the randomized decomposition: more rounds or columns change no bin that matters.
    private const int Rounds = 8, Oversampling = 10;

    /// <summary>
    /// The n strongest right singular vectors of M [S, V], M[s, v] how often sequence s has item v, by a randomized subspace iteration
    /// (Halko, Martinsson, Tropp: "Finding Structure with Randomness", SIAM Review 2011, algorithm 4.4).
    /// </summary>
    /// <remarks>Q ← orth(MᵀM·Q), round after round; then the eigenvectors of Qᵀ·MᵀM·Q turn Q. M is never written out.</remarks>
    /// <param name="sequences">The train sequences.</param>
    /// <param name="items">V.</param>
    /// <param name="count">n, at most V.</param>
    /// <param name="seed">Keys the first Q.</param>
    /// <returns>[V, n]; zeros beyond the rank of M, and where no sequence has the item.</returns>
    /// <exception cref="ArgumentException">There are fewer items, or a sequence has an item beyond them.</exception>
    public static Tensor OfSequences(Sequences sequences, int items, int count, ulong seed)
    {
        if (count < 1 || count > items) throw new ArgumentException($"ItemVectors: {items} items have no {count} singular vectors.");
        foreach (int row in sequences.Items.Span)
            if (row >= items) throw new ArgumentException($"ItemVectors: a sequence has item {row + 1} of {items}.");
        int columns = Math.Min(items, count + Oversampling);
        float[] start = new float[items * columns];
        new Philox(seed).FillUniform(start, -1, 1);
        double[] q = Array.ConvertAll(start, x => (double)x);
        Orthonormalize(q, columns);
        for (int round = 0; round < Rounds; round++)
        {
            q = Product(sequences, q, columns);
            Orthonormalize(q, columns);
        }

        var eigen = new SymmetricEigen(Transposed(q, Product(sequences, q, columns), columns), columns);
        var vectors = new Tensor(new Shape(items, count));
        for (int v = 0; v < items; v++)
        {
            for (int n = 0; n < count; n++)
            {
                double sum = 0;
                for (int j = 0; j < columns; j++) sum += q[(v * columns) + j] * eigen.Vectors[(n * columns) + j];
                vectors.Row(v)[n] = (float)sum;
            }
        }

        return vectors;
    }

    // MᵀM·Q: a sequence sums its items' rows, and each of them gets the sum.
    private static double[] Product(Sequences sequences, double[] q, int columns)
    {
        double[] product = new double[q.Length], sum = new double[columns];
        for (int s = 0; s < sequences.Count; s++)
        {
            Array.Clear(sum);
            foreach (int row in sequences[s])
                for (int j = 0; j < columns; j++) sum[j] += q[(row * columns) + j];
            foreach (int row in sequences[s])
                for (int j = 0; j < columns; j++) product[(row * columns) + j] += sum[j];
        }

        return product;
    }

    // Aᵀ·B.
    private static double[] Transposed(double[] a, double[] b, int columns)
    {
        double[] product = new double[columns * columns];
        for (int at = 0; at < a.Length; at += columns)
        {
            for (int i = 0; i < columns; i++)
                for (int j = 0; j < columns; j++) product[(i * columns) + j] += a[at + i] * b[at + j];
        }

        return product;
    }

    // Gram–Schmidt, twice; a column that the ones before it span becomes zero.
    private static void Orthonormalize(double[] q, int columns)
    {
        const double Negligible = 1e-10;
        for (int k = 0; k < columns; k++)
        {
            double before = Math.Sqrt(Dot(k, k));
            for (int pass = 0; pass < 2; pass++)
            {
                for (int earlier = 0; earlier < k; earlier++)
                {
                    double share = Dot(earlier, k);
                    for (int at = 0; at < q.Length; at += columns) q[at + k] -= share * q[at + earlier];
                }
            }

            double length = Math.Sqrt(Dot(k, k)), factor = length > Negligible * before ? 1 / length : 0;
            for (int at = k; at < q.Length; at += columns) q[at] *= factor;
        }

        double Dot(int i, int j)
        {
            double sum = 0;
            for (int at = 0; at < q.Length; at += columns) sum += q[at + i] * q[at + j];
            return sum;
        }
    }
}
