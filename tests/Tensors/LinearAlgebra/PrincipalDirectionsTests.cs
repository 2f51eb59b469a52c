using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MathNet.Numerics.LinearAlgebra;

namespace OnDeviceRec.Tensors.Tests.LinearAlgebra;

public class PrincipalDirectionsTests
{
    [Fact]
    public void A_worked_example()
    {
        using Tensor table = new(new Shape(3, 2), [2, 2, 1, -1, 3, 3]), directions = PrincipalDirections.Of(table, 1);
        Assert.Equal(new Shape(2, 1), directions.Shape);
        Assert.Equal(Math.Sqrt(0.5), Math.Abs(directions.Span[0]), 1e-6);
        Assert.Equal(directions.Span[0], directions.Span[1], 1e-6);
    }

    [Property]
    public Property Rows_in_these_directions_have_the_singular_values_of_MathNet() => Prop.ForAll(Matrix.Generate(14).ToArbitrary(), x =>
    {
        double[] expected = [.. x.ToMathNet().Svd().S];
        using Tensor table = x.ToTensor(), directions = PrincipalDirections.Of(table, expected.Length);
        using Tensor turned = new(new Shape(x.Rows, expected.Length)), gram = new(new Shape(expected.Length, expected.Length));
        MatrixProduct.Multiply(table, directions, turned);
        MatrixProduct.Multiply(turned, turned, gram, transposeA: true);
        for (int i = 0; i < gram.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, expected.Length);
            Assert.Equal(row == column ? expected[row] * expected[row] : 0, gram.Span[i], 1e-4 * (1 + (expected[0] * expected[0])));
        }
    });

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void More_directions_than_columns_are_refused(int count)
    {
        using var table = new Tensor(new Shape(5, 2));
        Assert.Equal(
            $"PrincipalDirections: [5, 2] has no {count} directions.",
            Assert.Throws<ArgumentException>(() => PrincipalDirections.Of(table, count)).Message);
    }
}
