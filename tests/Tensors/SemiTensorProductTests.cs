using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MathNet.Numerics.LinearAlgebra;

namespace OnDeviceRec.Tensors.Tests;

public sealed class SemiTensorProductTests : IDisposable
{
    private readonly Arena arena = new();

    public void Dispose() => arena.Dispose();

    [Fact]
    public void A_worked_example_with_block_two() =>
        Assert.Equal([31, 42], Product(new Matrix(1, 4, [1, 2, 3, 4]), new Matrix(2, 1, [1, 10])).Values);

    // ([1 2] ⊗ I₃)([1 10 100]ᵀ ⊗ I₂): 3 × 6 times 6 × 2.
    [Fact]
    public void A_worked_example_of_sizes_that_do_not_divide() =>
        Assert.Equal([1, 20, 200, 1, 10, 200], Product(new Matrix(1, 2, [1, 2]), new Matrix(3, 1, [1, 10, 100])).Values);

    [Property]
    public Property It_is_the_product_of_two_Kronecker_products() => Prop.ForAll(Pairs(), pair =>
    {
        var (a, b) = pair;
        int c = (int)MathNet.Numerics.Euclid.LeastCommonMultiple(a.Columns, b.Rows);
        Matrix<double> expected = Widen(a, c / a.Columns) * Widen(b, c / b.Rows);
        Equal(expected, Product(a, b));
        double[] twin = SemiTensorProduct.Reference<double>(a.Values, a.Rows, a.Columns, b.Values, b.Rows, b.Columns);
        Assert.Equal(expected.ToRowMajorArray(), twin);

        static Matrix<double> Widen(Matrix x, int size) => x.ToMathNet().KroneckerProduct(Matrix<double>.Build.DenseIdentity(size));
    });

    [Property]
    public Property The_block_form_is_A_times_B_with_the_identity() => Prop.ForAll(
        (from t in Gen.Choose(1, 4)
         from k in Gen.Choose(1, 5)
         from m in Gen.Choose(1, 6)
         from n in Gen.Choose(1, 6)
         from a in Matrix.Generate(m, k * t)
         from b in Matrix.Generate(k, n)
         select (t, a, b)).ToArbitrary(),
        x => Equal(x.a.ToMathNet() * x.b.ToMathNet().KroneckerProduct(Matrix<double>.Build.DenseIdentity(x.t)), Product(x.a, x.b)));

    [Property]
    public Property With_equal_inner_sizes_it_is_the_matrix_product() => Prop.ForAll(
        (from k in Gen.Choose(1, 9)
         from m in Gen.Choose(1, 9)
         from n in Gen.Choose(1, 20)
         from a in Matrix.Generate(m, k)
         from b in Matrix.Generate(k, n)
         select (a, b)).ToArbitrary(),
        x => Equal(x.a.ToMathNet() * x.b.ToMathNet(), Product(x.a, x.b)));

    [Property]
    public Property It_is_associative() => Prop.ForAll(
        (from a in Matrix.Generate(4) from b in Matrix.Generate(4) from c in Matrix.Generate(4) select (a, b, c)).ToArbitrary(),
        x => Equal(Product(Product(x.a, x.b), x.c).ToMathNet(), Product(x.a, Product(x.b, x.c))));

    [Property]
    public Property It_distributes_over_addition() => Prop.ForAll(
        (from pair in Pairs().Generator
         from a in Matrix.Generate(pair.A.Rows, pair.A.Columns)
         from b in Matrix.Generate(pair.B.Rows, pair.B.Columns)
         select (pair, a, b)).ToArbitrary(),
        x =>
        {
            var (pair, a, b) = x;
            Equal((Product(pair.A, pair.B) + Product(a, pair.B)).ToMathNet(), Product(pair.A + a, pair.B));
            Equal((Product(pair.A, pair.B) + Product(pair.A, b)).ToMathNet(), Product(pair.A, pair.B + b));
        });

    [Property]
    public Property A_factor_may_be_taken_out_of_either_side() => Prop.ForAll(Pairs(), Gen.Choose(-4, 4).ToArbitrary(), (pair, quarters) =>
    {
        double factor = quarters / 4d;
        Matrix expected = factor * Product(pair.A, pair.B);
        Equal(expected.ToMathNet(), Product(factor * pair.A, pair.B));
        Equal(expected.ToMathNet(), Product(pair.A, factor * pair.B));
    });

    [Fact]
    public void A_result_of_other_sizes_is_refused_with_both_sizes()
    {
        using Tensor a = new(new Shape(2, 6)), b = new(new Shape(3, 4)), c = new(new Shape(2, 4));
        ArgumentException error = Assert.Throws<ArgumentException>(() => SemiTensorProduct.Multiply(a, b, c, arena));
        Assert.Equal("SemiTensorProduct: the result does not fit: expected [2, 8], got [2, 4].", error.Message);
    }

    private static Arbitrary<(Matrix A, Matrix B)> Pairs() =>
        (from a in Matrix.Generate(7) from b in Matrix.Generate(7) select (a, b)).ToArbitrary();

    private static void Equal(Matrix<double> expected, Matrix actual)
    {
        Assert.Equal((expected.RowCount, expected.ColumnCount), (actual.Rows, actual.Columns));
        Assert.Equal(expected.ToRowMajorArray(), actual.Values);
    }

    private Matrix Product(Matrix a, Matrix b)
    {
        using Tensor left = a.ToTensor(), right = b.ToTensor();
        using Tensor result = new(SemiTensorProduct.ResultShape(left.Shape, right.Shape));
        result.Span.Fill(float.NaN);
        SemiTensorProduct.Multiply(left, right, result, arena);
        return new Matrix(result.Rows, result.Columns, Array.ConvertAll(result.Span.ToArray(), x => (double)x));
    }
}
