namespace OnDeviceRec.Tensors;

/// <summary>
/// The eigenvectors of a small symmetric matrix A = V·diag(λ)·Vᵀ, by Jacobi's rotations: each makes one pair of entries off the diagonal
/// zero, sweep after sweep until none is left that counts.
/// </summary>
public sealed class SymmetricEigen
{
    private const int MaxSweeps = 60;

    private readonly int n;
    private readonly double[] a, rows;

    /// <summary>Decomposes a matrix; about 4n³ operations a sweep, and some eight sweeps.</summary>
    /// <param name="matrix">A, [n, n], row by row; only its upper triangle is read.</param>
    /// <param name="n">n.</param>
    /// <exception cref="ArgumentException">The matrix is not [n, n], or holds what is no number.</exception>
    public SymmetricEigen(ReadOnlySpan<double> matrix, int n)
    {
        if (n < 1 || matrix.Length != n * n)
            throw new ArgumentException($"SymmetricEigen: {matrix.Length} numbers are no matrix [{n}, {n}].");
        (this.n, a, rows) = (n, matrix.ToArray(), new double[n * n]);
        for (int i = 0; i < n; i++)
        {
            rows[(i * n) + i] = 1;
            for (int j = i; j < n; j++)
            {
                if (!double.IsFinite(a[(i * n) + j])) throw new ArgumentException("SymmetricEigen: the matrix holds what is no number.");
                a[(j * n) + i] = a[(i * n) + j];
            }
        }

        double limit = 1e-30 * a.Sum(x => x * x);
        for (int sweep = 0; sweep < MaxSweeps && OffDiagonal() > limit; sweep++) Sweep();
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => a[(i * n) + i])];
        Values = [.. order.Select(i => a[(i * n) + i])];
        Vectors = new double[n * n];
        for (int k = 0; k < n; k++) rows.AsSpan(order[k] * n, n).CopyTo(Vectors.AsSpan(k * n));
    }

    /// <summary>λ, falling, [n].</summary>
    public double[] Values { get; }

    /// <summary>The eigenvectors in the same order, one a row, [n, n].</summary>
    public double[] Vectors { get; }

    private double OffDiagonal()
    {
        double sum = 0;
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++) sum += a[(i * n) + j] * a[(i * n) + j];
        return sum;
    }

    private void Sweep()
    {
        for (int p = 0; p < n; p++)
            for (int q = p + 1; q < n; q++) Rotate(p, q);
    }

    private void Rotate(int p, int q)
    {
        double off = a[(p * n) + q];
        if (off == 0) return;
        double half = (a[(q * n) + q] - a[(p * n) + p]) / (2 * off);
        double t = Math.CopySign(1, half) / (Math.Abs(half) + Math.Sqrt((half * half) + 1));
        double c = 1 / Math.Sqrt((t * t) + 1), s = t * c;
        Turn(a.AsSpan(p * n, n), a.AsSpan(q * n, n), c, s);
        for (int k = 0; k < n; k++)
        {
            (double x, double y) = (a[(k * n) + p], a[(k * n) + q]);
            (a[(k * n) + p], a[(k * n) + q]) = ((c * x) - (s * y), (s * x) + (c * y));
        }

        Turn(rows.AsSpan(p * n, n), rows.AsSpan(q * n, n), c, s);
    }

    private static void Turn(Span<double> first, Span<double> second, double c, double s)
    {
        for (int k = 0; k < first.Length; k++)
            (first[k], second[k]) = ((c * first[k]) - (s * second[k]), (s * first[k]) + (c * second[k]));
    }
}
