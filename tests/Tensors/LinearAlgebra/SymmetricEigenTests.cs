using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MathNet.Numerics.LinearAlgebra;

namespace OnDeviceRec.Tensors.Tests.LinearAlgebra;

public class SymmetricEigenTests
{
    [Fact]
    public void A_worked_example()
    {
        var eigen = new SymmetricEigen([2, 1, 1, 2], 2);
        Assert.Equal([3, 1], Array.ConvertAll(eigen.Values, x => Math.Round(x, 12)));
        double half = Math.Sqrt(0.5);
        Assert.Equal(half, Math.Abs(eigen.Vectors[0]), 12);
        Assert.Equal(eigen.Vectors[0], eigen.Vectors[1], 12);
        Assert.Equal(half, Math.Abs(eigen.Vectors[2]), 12);
        Assert.Equal(eigen.Vectors[2], -eigen.Vectors[3], 12);
    }

    [Property]
    public Property Values_and_vectors_make_the_matrix_and_the_values_are_MathNet_s() => Prop.ForAll(Symmetric().ToArbitrary(), matrix =>
    {
        int n = matrix.RowCount;
        var eigen = new SymmetricEigen(matrix.ToRowMajorArray(), n);
        Matrix<double> vectors = Matrix<double>.Build.DenseOfRowMajor(n, n, eigen.Vectors);
        Matrix<double> made = vectors.Transpose() * Matrix<double>.Build.DenseOfDiagonalArray(eigen.Values) * vectors;
        Assert.True((made - matrix).L2Norm() < 1e-12 * (1 + matrix.L2Norm()));
        Assert.True(((vectors * vectors.Transpose()) - Matrix<double>.Build.DenseIdentity(n)).L2Norm() < 1e-12);
        double[] peers = [.. matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).OrderDescending()];
        for (int i = 0; i < n; i++) Assert.Equal(peers[i], eigen.Values[i], 1e-10 * (1 + matrix.L2Norm()));
    });

    [Fact]
    public void What_is_no_square_matrix_of_numbers_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new SymmetricEigen([1, 2], 2));
        Assert.Throws<ArgumentException>(() => new SymmetricEigen([], 0));
        Assert.Throws<ArgumentException>(() => new SymmetricEigen([1, double.NaN, 0, 1], 2));
    }

    // Repeated and zero eigenvalues too: a product of few rows has many of them.
    private static Gen<Matrix<double>> Symmetric() =>
        from n in Gen.Choose(1, 24)
        from rank in Gen.Choose(1, n)
        from rows in Matrix.Generate(rank, n)
        from sign in Gen.Elements(1d, -1d)
        select sign * rows.ToMathNet().Transpose() * rows.ToMathNet();
}
