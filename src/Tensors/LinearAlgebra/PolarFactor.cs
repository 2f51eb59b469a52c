namespace OnDeviceRec.Tensors;

/// <summary>
/// The orthogonal matrix nearest to a square one: M = U·diag(σ)·Vᵀ has the factor U·Vᵀ, which of all orthogonal Q has the largest trace
/// of Qᵀ·M.
/// </summary>
public static class PolarFactor
{
    // Directions with less than this share of the largest singular value say nothing; any that complete the basis will do.
    private const double Negligible = 1e-7;

    /// <summary>U·Vᵀ.</summary>
    /// <param name="matrix">M, [n, n], row by row.</param>
    /// <param name="n">n.</param>
    /// <exception cref="ArgumentException">The matrix is not [n, n], or holds what is no number.</exception>
    public static double[] Of(ReadOnlySpan<double> matrix, int n)
    {
        var gram = new double[n * n];
        for (int k = 0; k < n; k++)
            for (int i = 0; i < n; i++)
                for (int j = i; j < n; j++) gram[(i * n) + j] += matrix[(k * n) + i] * matrix[(k * n) + j];
        var eigen = new SymmetricEigen(gram, n);
        var q = new double[n * n];
        double[] left = new double[n * n];
        for (int k = 0; k < n; k++)
        {
            Span<double> u = left.AsSpan(k * n, n);
            ReadOnlySpan<double> v = eigen.Vectors.AsSpan(k * n, n);
            if (eigen.Values[k] > Negligible * Negligible * eigen.Values[0])
            {
                for (int i = 0; i < n; i++)
                    for (int j = 0; j < n; j++) u[i] += matrix[(i * n) + j] * v[j];
            }

            Complete(left, k, n);
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++) q[(i * n) + j] += u[i] * v[j];
        }

        return q;
    }

    // Makes row k of length one and orthogonal to those before; a row that has nothing left becomes a unit vector that has.
    private static void Complete(double[] rows, int k, int n)
    {
        Span<double> row = rows.AsSpan(k * n, n);
        for (int unit = -1; unit < n; unit++)
        {
            if (unit >= 0)
            {
                row.Clear();
                row[unit] = 1;
            }

            double before = Length(row);
            if (before == 0) continue;
            for (int pass = 0; pass < 2; pass++)
            {
                for (int earlier = 0; earlier < k; earlier++)
                {
                    ReadOnlySpan<double> other = rows.AsSpan(earlier * n, n);
                    double dot = 0;
                    for (int i = 0; i < n; i++) dot += row[i] * other[i];
                    for (int i = 0; i < n; i++) row[i] -= dot * other[i];
                }
            }

            double length = Length(row);
            if (length < 1e-3 * before) continue;
            for (int i = 0; i < n; i++) row[i] /= length;
            return;
        }
    }

    private static double Length(ReadOnlySpan<double> row)
    {
        double sum = 0;
        foreach (double x in row) sum += x * x;
        return Math.Sqrt(sum);
    }
}
