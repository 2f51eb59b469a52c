using OnDeviceRec.Tensors;

namespace OnDeviceRec.Distillation.Start;

/// <summary>
/// Binary codes of the rows of a table and the projection that leads them back, X ≈ sign(L)·Wᵀ, without training: principal directions,
/// turned so that signs lose the least (ITQ: Gong, Lazebnik, CVPR 2011), and least squares.
/// </summary>
/// <remarks>
/// P [d, R] are the R strongest eigenvectors of XᵀX; Y = X·P. From a random rotation Q, round after round: B = sign(Y·Q), and Q the polar
/// factor of Yᵀ·B. Then L = Y·Q and W = Xᵀ·B·(BᵀB)⁻¹.
/// </remarks>
internal sealed class BinaryQuantization : IDisposable
{
    private const int Rounds = 25;

    // The strong directions hold the most; below this share of the mean eigenvalue BᵀB is taken as singular.
    private const double Ridge = 1e-6;

    /// <summary>Quantizes a table.</summary>
    /// <param name="table">X, [V, d].</param>
    /// <param name="bits">R, at most d.</param>
    /// <param name="seed">Keys the first rotation.</param>
    public BinaryQuantization(Tensor table, int bits, ulong seed)
    {
        int width = table.Columns;
        using Tensor directions = PrincipalDirections.Of(table, bits);
        using Tensor x = new(new Shape(table.Rows, bits)), signs = new(new Shape(table.Rows, bits));
        MatrixProduct.Multiply(table, directions, x);
        Latent = new Tensor(new Shape(table.Rows, bits));
        using Tensor rotation = RandomRotation(bits, seed), product = new(new Shape(bits, bits));
        Turn();
        for (int round = 0; round < Rounds; round++)
        {
            MatrixProduct.Multiply(x, signs, product, transposeA: true);
            Copy(PolarFactor.Of(Doubles(product), bits), rotation);
            Turn();
        }

        MatrixProduct.Multiply(signs, signs, product, transposeA: true);
        using Tensor cross = new(new Shape(width, bits)), inverse = Inverse(product);
        MatrixProduct.Multiply(table, signs, cross, transposeA: true);
        Projection = new Tensor(new Shape(width, bits));
        MatrixProduct.Multiply(cross, inverse, Projection);

        void Turn()
        {
            MatrixProduct.Multiply(x, rotation, Latent);
            for (int i = 0; i < signs.Length; i++) signs.Span[i] = Latent.Span[i] < 0 ? -1 : 1;
        }
    }

    /// <summary>L, [V, R].</summary>
    public Tensor Latent { get; }

    /// <summary>W, [d, R].</summary>
    public Tensor Projection { get; }

    /// <summary>Takes what the codes make of a table away from it: X − sign(L)·Wᵀ.</summary>
    /// <param name="table">X, which becomes the rest.</param>
    public void TakeFrom(Tensor table)
    {
        using Tensor signs = new(Latent.Shape), coded = new(table.Shape);
        for (int i = 0; i < signs.Length; i++) signs.Span[i] = Latent.Span[i] < 0 ? -1 : 1;
        MatrixProduct.Multiply(signs, Projection, coded, transposeB: true);
        for (int i = 0; i < coded.Length; i++) table.Span[i] -= coded.Span[i];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Latent.Dispose();
        Projection.Dispose();
    }

    private static Tensor RandomRotation(int n, ulong seed)
    {
        var rotation = new Tensor(new Shape(n, n));
        new Philox(seed).FillUniform(rotation.Span, -1, 1);
        Copy(PolarFactor.Of(Doubles(rotation), n), rotation);
        return rotation;
    }

    private static Tensor Inverse(Tensor symmetric)
    {
        int n = symmetric.Rows;
        var eigen = new SymmetricEigen(Doubles(symmetric), n);
        double least = Ridge * eigen.Values.Average();
        var inverse = new Tensor(symmetric.Shape);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int k = 0; k < n; k++)
                    if (eigen.Values[k] > least) sum += eigen.Vectors[(k * n) + i] * eigen.Vectors[(k * n) + j] / eigen.Values[k];
                inverse.Row(i)[j] = (float)sum;
            }
        }

        return inverse;
    }

    private static double[] Doubles(Tensor matrix) => Array.ConvertAll(matrix.Span.ToArray(), x => (double)x);

    private static void Copy(double[] values, Tensor to)
    {
        for (int i = 0; i < values.Length; i++) to.Span[i] = (float)values[i];
    }
}
