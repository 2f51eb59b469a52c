namespace OnDeviceRec.Bench.Scaling;

/// <summary>y ≈ c_0 + c_1·x + … + c_n·xⁿ with the least sum of squared relative errors: every point counts alike, however small.</summary>
internal static class LeastSquares
{
    /// <summary>The coefficients, lowest power first.</summary>
    public static double[] Fit(IReadOnlyList<double> x, IReadOnlyList<double> y, int degree)
    {
        // Normal equations of the rows xʲ/y against 1; x is scaled to 1 at most, so that three powers stay apart.
        int size = degree + 1;
        double scale = x.Max();
        double[,] a = new double[size, size + 1];
        for (int i = 0; i < x.Count; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double row = Math.Pow(x[i] / scale, j) / y[i];
                for (int k = 0; k < size; k++) a[j, k] += row * Math.Pow(x[i] / scale, k) / y[i];
                a[j, size] += row;
            }
        }

        double[] c = Solve(a, size);
        for (int j = 0; j < size; j++) c[j] /= Math.Pow(scale, j);
        return c;
    }

    public static double Value(double[] coefficients, double x) => coefficients.Select((c, power) => c * Math.Pow(x, power)).Sum();

    // Gauss–Jordan without pivoting: the matrix is positive definite.
    private static double[] Solve(double[,] a, int size)
    {
        for (int pivot = 0; pivot < size; pivot++)
        {
            for (int row = 0; row < size; row++)
            {
                if (row == pivot) continue;
                double factor = a[row, pivot] / a[pivot, pivot];
                for (int k = pivot; k <= size; k++) a[row, k] -= factor * a[pivot, k];
            }
        }

        return [.. Enumerable.Range(0, size).Select(j => a[j, size] / a[j, j])];
    }
}
