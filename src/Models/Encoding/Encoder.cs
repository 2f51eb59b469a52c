using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
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
    /// <param name="options">The sizes.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public Encoder(ParameterFactory make, EncoderOptions options)
    {
        Options = options.Checked();
        Positions = make.Weight("position_embedding.weight", new Shape(options.MaxLength, options.Width));
        InputNorm = new Normalization(make, "LayerNorm", options.Width, options.Epsilon);
        layers = [.. Enumerable.Range(0, options.Layers).Select(n => new TransformerLayer(make, $"trm_encoder.layer.{n}", options))];
        Readout = options.Readout == Models.Readout.SoftAttention
            ? new SoftAttentionReadout(make, "readout", options.Width, positive: options.LogitScale > 0)
            : null;
    }

    /// <summary>The sizes.</summary>
    public EncoderOptions Options { get; }

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
