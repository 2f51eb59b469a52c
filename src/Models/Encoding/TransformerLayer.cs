using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Models.Encoding;

/// <summary>
/// A post-norm transformer layer: x ← LayerNorm(x + dropout(attention(x))), x ← LayerNorm(x + dropout(feed-forward(x))),
/// with causal multi-head self-attention and a feed-forward d → inner → d with exact GELU.
/// </summary>
public sealed class TransformerLayer
{
    private readonly int heads;

    /// <summary>Makes the parameters.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="name">The prefix of their names.</param>
    /// <param name="sizes">The sizes.</param>
    public TransformerLayer(ParameterFactory make, string name, EncoderSizes sizes)
    {
        heads = sizes.Heads;
        int d = sizes.Width;
        Query = new LinearMap(make, $"{name}.multi_head_attention.query", d, d);
        Key = new LinearMap(make, $"{name}.multi_head_attention.key", d, d);
        Value = new LinearMap(make, $"{name}.multi_head_attention.value", d, d);
        Output = new LinearMap(make, $"{name}.multi_head_attention.dense", d, d);
        AttentionNorm = new Normalization(make, $"{name}.multi_head_attention.LayerNorm", d, sizes.LayerNormEpsilon);
        Expand = new LinearMap(make, $"{name}.feed_forward.dense_1", d, sizes.Inner);
        Contract = new LinearMap(make, $"{name}.feed_forward.dense_2", sizes.Inner, d);
        FeedForwardNorm = new Normalization(make, $"{name}.feed_forward.LayerNorm", d, sizes.LayerNormEpsilon);
    }

    /// <summary>The queries' map, d → d.</summary>
    public LinearMap Query { get; }

    /// <summary>The keys' map, d → d.</summary>
    public LinearMap Key { get; }

    /// <summary>The values' map, d → d.</summary>
    public LinearMap Value { get; }

    /// <summary>The attention's output map, d → d.</summary>
    public LinearMap Output { get; }

    /// <summary>The LayerNorm after attention.</summary>
    public Normalization AttentionNorm { get; }

    /// <summary>The feed-forward's first map, d → inner.</summary>
    public LinearMap Expand { get; }

    /// <summary>The feed-forward's second map, inner → d.</summary>
    public LinearMap Contract { get; }

    /// <summary>The LayerNorm after the feed-forward.</summary>
    public Normalization FeedForwardNorm { get; }

    /// <summary>The layer's output, [n, d].</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Sequences end to end, [n, d].</param>
    /// <param name="offsets">Where each begins, [B + 1].</param>
    /// <param name="dropout">The rate on the attention weights and on both residual branches.</param>
    public Variable Forward(Tape tape, Variable x, ReadOnlyMemory<int> offsets, float dropout)
    {
        Variable mixed = CausalAttention.Apply(
            tape, Query.Forward(tape, x), Key.Forward(tape, x), Value.Forward(tape, x), offsets, heads, dropout);
        x = AttentionNorm.Forward(tape, Addition.Apply(tape, Dropout.Apply(tape, Output.Forward(tape, mixed), dropout), x));
        Variable expanded = GeluActivation.Apply(tape, Expand.Forward(tape, x));
        return FeedForwardNorm.Forward(tape, Addition.Apply(tape, Dropout.Apply(tape, Contract.Forward(tape, expanded), dropout), x));
    }
}
