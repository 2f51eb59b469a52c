using OnDeviceRec.Device.Format;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Transformer;

/// <summary>
/// Items to h (docs/method.md §1). Attention is causal: what a position becomes depends on nothing after it and stays right when items are
/// appended, so only positions that are new go through the layers. Immutable.
/// </summary>
internal sealed class Encoder
{
    private readonly ModelFile file;
    private readonly PackedMatrix positions;
    private readonly EncoderLayer[] layers;
    private readonly SoftAttention? readout;
    private readonly CopyHead? copyHead;

    public Encoder(ModelFile file)
    {
        (this.file, positions) = (file, file.Matrix(TensorRole.Positions));
        layers = new EncoderLayer[file.Configuration.Encoder.Layers];
        for (int layer = 0; layer < layers.Length; layer++) layers[layer] = new EncoderLayer(file, layer);
        readout = file.Configuration.Encoder.Readout == ReadoutKind.SoftAttention ? new SoftAttention(file) : null;
        copyHead = file.Configuration.Head == HeadKind.Copy ? new CopyHead(file) : null;
    }

    /// <summary>h [d] of the history, in its state; there also what may be copied.</summary>
    public ReadOnlySpan<float> Encode(History history)
    {
        EncoderState state = history.State;
        if (state.Encoded == history.Count) return state.H.Span;
        int width = file.Configuration.Encoder.Width, first = state.Encoded, rows = history.Count - first;
        Span<float> x = state.X.Span[..(rows * width)];
        state.Rows.Span.Slice(first * width, x.Length).CopyTo(x);
        for (int row = 0; row < rows; row++) positions.ReadRow(first + row, state.Branch.Span.Slice(row * width, width));
        Residual.Run(file, state.Branch.Span, x, TensorRole.InputGain, TensorRole.InputBias);
        for (int layer = 0; layer < layers.Length; layer++)
        {
            layers[layer].Remember(state, x, first, rows);
            if (readout is null && layer == layers.Length - 1)
            {
                // Nothing reads the last layer's x but that of the last position.
                x = x[((rows - 1) * width)..];
                (first, rows) = (history.Count - 1, 1);
            }

            layers[layer].Run(state, x, first, rows);
        }

        if (state.Outputs.Length > 0) x.CopyTo(state.Outputs.Span[(first * width)..]);
        if (readout is null) x[^width..].CopyTo(state.H.Span);
        else readout.Run(state, x, first, rows);
        copyHead?.Run(state.Copies!, history.Rows);
        if (file.Configuration.LogitScale is > 0 and float norm) Normalize(state.H.Span, norm);
        state.Encoded = history.Count;
        return state.H.Span;
    }

    // h ← s·h/max(‖h‖, 1e-6). An h too long for its square becomes NaN, which is found; divided by infinity it would score all items 0.
    private static void Normalize(Span<float> h, float norm)
    {
        float square = Dot.Run(h, h);
        Scale.Run(float.IsFinite(square) ? norm / MathF.Max(MathF.Sqrt(square), 1e-6f) : float.NaN, h);
    }
}
