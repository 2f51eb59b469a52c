using OnDeviceRec.Device.Format;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Transformer;

/// <summary>One post-norm transformer layer with causal attention.</summary>
internal sealed class EncoderLayer
{
    private readonly ModelFile file;
    private readonly int layer;
    private readonly int width;
    private readonly int heads;
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear output;
    private readonly Linear expand;
    private readonly Linear contract;

    public EncoderLayer(ModelFile file, int layer)
    {
        (this.file, this.layer, width, heads) = (file, layer, file.Configuration.Encoder.Width, file.Configuration.Encoder.Heads);
        query = new Linear(file, TensorRole.QueryWeight, TensorRole.QueryBias, layer);
        key = new Linear(file, TensorRole.KeyWeight, TensorRole.KeyBias, layer);
        value = new Linear(file, TensorRole.ValueWeight, TensorRole.ValueBias, layer);
        output = new Linear(file, TensorRole.OutputWeight, TensorRole.OutputBias, layer);
        expand = new Linear(file, TensorRole.ExpandWeight, TensorRole.ExpandBias, layer);
        contract = new Linear(file, TensorRole.ContractWeight, TensorRole.ContractBias, layer);
    }

    /// <summary>Makes the keys and values of positions first.. from their x [rows, d], and keeps them.</summary>
    public void Remember(EncoderState state, ReadOnlySpan<float> x, int first, int rows)
    {
        key.Run(x, state.Keys(layer)[(first * width)..], rows);
        value.Run(x, state.Values(layer)[(first * width)..], rows);
    }

    /// <summary>x [rows, d] of positions first.., in place; the keys and values up to each of them are there.</summary>
    public void Run(EncoderState state, Span<float> x, int first, int rows)
    {
        query.Run(x, state.Query.Span, rows);
        for (int row = 0; row < rows; row++) Attend(state, state.Query.Span.Slice(row * width, width), first + row);
        output.Run(state.Query.Span, state.Branch.Span, rows);
        Residual.Run(file, state.Branch.Span, x, TensorRole.AttentionGain, TensorRole.AttentionBias, layer);
        expand.Run(x, state.Hidden.Span, rows);
        Span<float> hidden = state.Hidden.Span[..(rows * file.Configuration.Encoder.Inner)];
        Gelu.Run(hidden, hidden);
        contract.Run(hidden, state.Branch.Span, rows);
        Residual.Run(file, state.Branch.Span, x, TensorRole.FeedForwardGain, TensorRole.FeedForwardBias, layer);
    }

    // For each head: Σ_l softmax_l(q·k_l / √(d/H)) v_l, l = 0..position, in place of q.
    private void Attend(EncoderState state, Span<float> query, int position)
    {
        int size = width / heads;
        float scale = 1f / MathF.Sqrt(size);
        Span<float> weights = state.Attention.Span[..(position + 1)];
        ReadOnlySpan<float> keys = state.Keys(layer), values = state.Values(layer);
        for (int from = 0; from < width; from += size)
        {
            Span<float> q = query.Slice(from, size);
            for (int l = 0; l <= position; l++) weights[l] = scale * Dot.Run(q, keys.Slice((l * width) + from, size));
            Softmax.Run(weights);
            q.Clear();
            for (int l = 0; l <= position; l++) Axpy.Run(weights[l], values.Slice((l * width) + from, size), q);
        }
    }
}
