using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MathNet.Numerics.LinearAlgebra;

namespace OnDeviceRec.Tensors.Tests.LinearAlgebra;

public class PolarFactorTests
{
    [Fact]
    public void A_scaled_rotation_loses_its_scale() => Assert.Equal(
        [0.6, -0.8, 0.8, 0.6], Array.ConvertAll(PolarFactor.Of([3, -4, 4, 3], 2), x => Math.Round(x, 12)));

    [Property]
    public Property It_is_orthogonal_and_its_trace_is_the_sum_of_the_singular_values() =>
        Prop.ForAll(Square().ToArbitrary(), matrix =>
        {
            int n = matrix.Rows;
            Matrix<double> m = matrix.ToMathNet(), q = Matrix<double>.Build.DenseOfRowMajor(n, n, PolarFactor.Of(matrix.Values, n));
            Assert.True(((q.Transpose() * q) - Matrix<double>.Build.DenseIdentity(n)).L2Norm() < 1e-9);
            Assert.Equal(m.Svd().S.Sum(), (q.Transpose() * m).Trace(), 1e-6 * (1 + m.L2Norm()));
        });

    // Small numbers and few different ones: singular matrices are among them.
    private static Gen<Matrix> Square() => Gen.Choose(1, 12).SelectMany(n => Matrix.Generate(n, n));
}
