using OnDeviceRec.Device.Format;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Transformer;

/// <summary>The paper's readout: h = Σ_l a_l x_l, a_l = vᵀ σ(W₁ tanh(x_l) + b₁ + W₂ m), m = mean_l x_l.</summary>
internal sealed class SoftAttention
{
    private readonly ModelFile file;
    private readonly int width;
    private readonly Linear local;
    private readonly Linear mean;

    public SoftAttention(ModelFile file)
    {
        (this.file, width) = (file, file.Configuration.Encoder.Width);
        local = new Linear(file, TensorRole.ReadoutLocalWeight, TensorRole.ReadoutLocalBias);
        mean = new Linear(file, TensorRole.ReadoutMeanWeight, null);
    }

    /// <summary>
    /// Reads h out of all positions up to the last layer's x [rows, d] of positions first.., which are among the state's outputs.
    /// </summary>
    public void Run(EncoderState state, ReadOnlySpan<float> x, int first, int rows)
    {
        Span<float> tanh = state.Branch.Span[..x.Length];
        Tanh.Run(x, tanh);
        local.Run(tanh, state.Terms.Span[(first * width)..], rows);

        int length = (first + rows) * width;
        ReadOnlySpan<float> outputs = state.Outputs.Span[..length], v = file.Vector(TensorRole.ReadoutVector);
        Span<float> m = state.X.Span[..width], shift = state.Query.Span[..width], gate = state.Branch.Span[..width], h = state.H.Span;
        m.Clear();
        for (int at = 0; at < length; at += width) Add.Run(outputs.Slice(at, width), m);
        Scale.Run(1f / (first + rows), m);
        mean.Run(m, shift, 1);
        h.Clear();
        for (int at = 0; at < length; at += width)
        {
            state.Terms.Span.Slice(at, width).CopyTo(gate);
            Add.Run(shift, gate);
            Sigmoid.Run(gate, gate);
            Axpy.Run(Dot.Run(v, gate), outputs.Slice(at, width), h);
        }
    }
}
