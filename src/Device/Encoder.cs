using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device;

/// <summary>
/// Items to h (METHOD.md §1): post-norm transformer with causal attention, so that what a position becomes depends on nothing after it and
/// stays right when items are appended. One position at a time goes through all layers. Immutable.
/// </summary>
internal sealed class Encoder(ModelFile file, ItemTable table)
{
    private readonly ModelConfiguration configuration = file.Configuration;

    /// <summary>h [d] of the history, in its state.</summary>
    public ReadOnlySpan<float> Encode(History history)
    {
        EncoderState state = history.State;
        bool done = state.Encoded == history.Count;
        for (; state.Encoded < history.Count; state.Encoded++)
            EncodePosition(history, state.Encoded, state.Encoded == history.Count - 1);
        if (configuration.Readout == ReadoutKind.SoftAttention)
            ReadOut(state, history.Count);
        else if (!done)
            state.X.CopyTo(state.H);
        return state.H;
    }

    private void EncodePosition(History history, int position, bool isLast)
    {
        EncoderState state = history.State;
        Span<float> x = state.X;
        table.ReadRow(history.Rows[position], x, history.TableScratch.Span);
        Add.Run(Tensor(TensorRole.Positions).Slice(position * x.Length, x.Length), x);
        Normalize(TensorRole.InputGain, TensorRole.InputBias, 0, x);
        for (int layer = 0; layer < configuration.Layers; layer++)
        {
            Linear(TensorRole.KeyWeight, TensorRole.KeyBias, layer, x, state.Key(layer, position));
            Linear(TensorRole.ValueWeight, TensorRole.ValueBias, layer, x, state.Value(layer, position));

            // Only the last position's x is read from the last layer; those before it leave keys and values there.
            if (configuration.Readout == ReadoutKind.Last && !isLast && layer == configuration.Layers - 1) return;
            Linear(TensorRole.QueryWeight, TensorRole.QueryBias, layer, x, state.Query);
            Attend(state, layer, position);
            Linear(TensorRole.OutputWeight, TensorRole.OutputBias, layer, state.Query, state.Branch);
            Add.Run(state.Branch, x);
            Normalize(TensorRole.AttentionGain, TensorRole.AttentionBias, layer, x);
            Linear(TensorRole.ExpandWeight, TensorRole.ExpandBias, layer, x, state.Hidden);
            Gelu.Run(state.Hidden, state.Hidden);
            Linear(TensorRole.ContractWeight, TensorRole.ContractBias, layer, state.Hidden, state.Branch);
            Add.Run(state.Branch, x);
            Normalize(TensorRole.FeedForwardGain, TensorRole.FeedForwardBias, layer, x);
        }

        if (configuration.Readout == ReadoutKind.Last) return;
        x.CopyTo(state.Output(position));
        Tanh.Run(x, state.Branch);
        Linear(TensorRole.ReadoutLocalWeight, TensorRole.ReadoutLocalBias, 0, state.Branch, state.Term(position));
    }

    // For each head: Σ_l softmax_l(q·k_l / √(d/H)) v_l, l = 0..position, in place of q.
    private void Attend(EncoderState state, int layer, int position)
    {
        int size = configuration.Width / configuration.Heads;
        float scale = 1f / MathF.Sqrt(size);
        Span<float> weights = state.Attention[..(position + 1)];
        for (int from = 0; from < configuration.Width; from += size)
        {
            Span<float> query = state.Query.Slice(from, size);
            for (int l = 0; l <= position; l++) weights[l] = scale * Dot.Run(query, state.Key(layer, l).Slice(from, size));
            Softmax.Run(weights);
            query.Clear();
            for (int l = 0; l <= position; l++) Axpy.Run(weights[l], state.Value(layer, l).Slice(from, size), query);
        }
    }

    // m = mean_l x_l; h = Σ_l vᵀ σ(term_l + W₂ m) x_l.
    private void ReadOut(EncoderState state, int count)
    {
        Span<float> mean = state.X, gate = state.Branch, shift = state.Query, h = state.H;
        mean.Clear();
        for (int l = 0; l < count; l++) Axpy.Run(1f / count, state.Output(l), mean);
        MatVec.Run(Tensor(TensorRole.ReadoutMeanWeight), mean, default, shift);
        h.Clear();
        for (int l = 0; l < count; l++)
        {
            state.Term(l).CopyTo(gate);
            Add.Run(shift, gate);
            Sigmoid.Run(gate, gate);
            Axpy.Run(Dot.Run(Tensor(TensorRole.ReadoutVector), gate), state.Output(l), h);
        }
    }

    private void Linear(TensorRole weight, TensorRole bias, int layer, ReadOnlySpan<float> x, Span<float> y) =>
        MatVec.Run(Tensor(weight, layer), x, Tensor(bias, layer), y);

    private void Normalize(TensorRole gain, TensorRole bias, int layer, Span<float> x) =>
        LayerNorm.Run(x, Tensor(gain, layer), Tensor(bias, layer), configuration.LayerNormEpsilon, x, out _, out _);

    private ReadOnlySpan<float> Tensor(TensorRole role, int layer = 0) => file.Tensor(role, layer);
}
