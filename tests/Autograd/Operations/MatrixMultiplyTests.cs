using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class MatrixMultiplyTests
{
    [Theory]
    [InlineData(1, 1, 1, false)]
    [InlineData(3, 5, 4, false)]
    [InlineData(3, 5, 4, true)]
    [InlineData(7, 1, 17, true)]
    public void Value_and_gradients_agree_with_the_twin(int m, int k, int n, bool transposeB) =>
        Check.Gradients(
            (tape, x) => MatrixMultiply.Apply(tape, x[0], x[1], transposeB, alpha: -1.5f),
            x => MatrixMultiply.Reference<double>(x[0], x[1], k, transposeB, -1.5),
            new Shape(m, k),
            transposeB ? new Shape(n, k) : new Shape(k, n));

    [Fact]
    public void A_matrix_times_its_own_transpose_has_both_gradients() =>
        Check.Gradients(
            (tape, x) => MatrixMultiply.Apply(tape, x[0], x[0], transposeB: true),
            x => MatrixMultiply.Reference<double>(x[0], x[0], 4, true, 1),
            new Shape(3, 4));

    [Fact]
    public void Frozen_inputs_get_no_gradient() =>
        Check.FreezingLeavesTheOthersAlone((tape, x) => MatrixMultiply.Apply(tape, x[0], x[1]), new Shape(3, 4), new Shape(4, 2));
}
