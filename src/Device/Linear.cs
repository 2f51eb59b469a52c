using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device;

/// <summary>y = W x + b for rows of x, W [out, in] packed once.</summary>
internal sealed class Linear
{
    private readonly ModelFile file;
    private readonly AlignedFloats panels;
    private readonly TensorRole? bias;
    private readonly int layer;
    private readonly int inputs;
    private readonly int outputs;

    public Linear(ModelFile file, TensorRole weight, TensorRole? bias, int layer, int inputs, int outputs)
    {
        (this.file, this.bias, this.layer, this.inputs, this.outputs) = (file, bias, layer, inputs, outputs);
        panels = new AlignedFloats((int)PanelProduct.Padded(outputs) * inputs);
        panels.Span.Clear();
        ReadOnlySpan<float> w = file.Tensor(weight, layer);
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++) panels.Span[PanelProduct.PackedIndex(inputs, i, o)] = w[(o * inputs) + i];
        }
    }

    /// <summary>x [rows, in] to y [rows, out]; a row's result does not depend on the rows beside it.</summary>
    public void Run(ReadOnlySpan<float> x, Span<float> y, int rows)
    {
        PanelProduct.Run(x, rows, inputs, panels.Span, outputs, y);
        if (bias is not { } role) return;
        ReadOnlySpan<float> b = file.Tensor(role, layer);
        for (int row = 0; row < rows; row++) Add.Run(b, y.Slice(row * outputs, outputs));
    }
}
