using FsCheck;
using FsCheck.Fluent;

namespace OnDeviceRec.Tensors.Tests;

/// <summary>A small matrix of quarters up to ±2: sums of their products are exact in float32, so laws hold with equality.</summary>
public sealed record Matrix(int Rows, int Columns, double[] Values)
{
    public Tensor ToTensor() => new(new Shape(Rows, Columns), Array.ConvertAll(Values, x => (float)x));

    public MathNet.Numerics.LinearAlgebra.Matrix<double> ToMathNet() =>
        MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowMajor(Rows, Columns, Values);

    public static Matrix operator +(Matrix a, Matrix b) => a with { Values = [.. a.Values.Zip(b.Values, (x, y) => x + y)] };

    public static Matrix operator *(double factor, Matrix a) => a with { Values = Array.ConvertAll(a.Values, x => factor * x) };

    public static Gen<Matrix> Generate(int rows, int columns) =>
        Gen.Choose(-8, 8).ArrayOf(rows * columns).Select(values => new Matrix(rows, columns, Array.ConvertAll(values, x => x / 4d)));

    public static Gen<Matrix> Generate(int largest) =>
        from rows in Gen.Choose(1, largest) from columns in Gen.Choose(1, largest) from matrix in Generate(rows, columns) select matrix;
}
