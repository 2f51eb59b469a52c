using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Encoding;

/// <summary>
/// Turns a sequence into an encoding h: x_l = dropout(LayerNorm(E[s_l] + P[l])), causal transformer layers, readout.
/// It does not know what kind of item table E is. The layers are causal and positions count from the oldest item, so that one pass over
/// a sequence serves all its prefixes; only the readout looks at each of them.
/// </summary>
public sealed class Encoder
{
    private readonly TransformerLayer[] layers;

    /// <summary>Makes the parameters.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="configuration">The model.</param>
    public Encoder(ParameterFactory make, ModelConfiguration configuration)
    {
        EncoderSizes sizes = configuration.Encoder;
        Positions = make.Weight("position_embedding.weight", new Shape(sizes.MaxLength, sizes.Width));
        InputNorm = new Normalization(make, "LayerNorm", sizes.Width, sizes.LayerNormEpsilon);
        layers = [.. Enumerable.Range(0, sizes.Layers).Select(n => new TransformerLayer(make, $"trm_encoder.layer.{n}", sizes))];
        Readout = sizes.Readout == ReadoutKind.SoftAttention
            ? new SoftAttentionReadout(make, "readout", sizes.Width, positive: configuration.LogitScale > 0)
            : null;
    }

    /// <summary>P, [T_max, d].</summary>
    public Parameter Positions { get; }

    /// <summary>The LayerNorm of the input.</summary>
    public Normalization InputNorm { get; }

    /// <summary>The transformer layers.</summary>
    public IReadOnlyList<TransformerLayer> Layers => layers;

    /// <summary>The soft-attention readout, or null where h is the last position.</summary>
    public SoftAttentionReadout? Readout { get; }

    /// <summary>The encodings h, [B, d].</summary>
    /// <param name="tape">The tape; in inference there is no dropout.</param>
    /// <param name="items">E[s_l] of every token, [n, d].</param>
    /// <param name="batch">Sequences of one to T_max items, and B prefixes of them.</param>
    /// <param name="dropout">The rate on the input, the attention weights and the residual branches.</param>
    public Variable Forward(Tape tape, Variable items, RaggedBatch batch, float dropout)
    {
        Variable places = GatherRows.Apply(tape, Positions, batch.Positions);
        Variable x = Dropout.Apply(tape, InputNorm.Forward(tape, Addition.Apply(tape, items, places)), dropout);
        foreach (TransformerLayer layer in layers) x = layer.Forward(tape, x, batch.Offsets, dropout);
        return Readout is null ? GatherRows.Apply(tape, x, batch.LastTokens) : Readout.Forward(tape, x, batch);
    }
}
