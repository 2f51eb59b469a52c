using OnDeviceRec.Device.Format;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Transformer;

/// <summary>y = W x + b for rows of x, W [out, in].</summary>
internal sealed class Linear(ModelFile file, TensorRole weight, TensorRole? bias, int layer = 0)
{
    private readonly PackedMatrix matrix = file.Matrix(weight, layer);

    /// <summary>x [rows, in] to y [rows, out]; a row's result does not depend on the rows beside it.</summary>
    public void Run(ReadOnlySpan<float> x, Span<float> y, int rows)
    {
        int outputs = matrix.Outer;
        matrix.Multiply(x, rows, 0, outputs, y);
        if (bias is not { } role) return;
        ReadOnlySpan<float> b = file.Vector(role, layer);
        for (int row = 0; row < rows; row++) Add.Run(b, y.Slice(row * outputs, outputs));
    }
}
