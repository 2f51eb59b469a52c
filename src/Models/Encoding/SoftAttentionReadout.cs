using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Encoding;

/// <summary>
/// The paper's readout: h = Σ_l a_l x_l with a_l = wᵀ σ(W₁ tanh(x_l) + b₁ + W₂ m), m = mean_l x_l; the a_l are not normalized.
/// </summary>
public sealed class SoftAttentionReadout
{
    /// <summary>Makes the parameters.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="name">The prefix of their names.</param>
    /// <param name="width">d.</param>
    /// <param name="positive">
    /// Whether w starts above zero: h then begins as a sum of the x_l. Where only the direction of h counts, a start with a sum of w below
    /// zero turns it away from them, and the training spends its first epochs on turning it back.
    /// </param>
    public SoftAttentionReadout(ParameterFactory make, string name, int width, bool positive = false)
    {
        Local = new LinearMap(make, $"{name}.w1", width, width);
        Global = new LinearMap(make, $"{name}.w2", width, width, bias: false);
        Score = positive ? make.PositiveWeight($"{name}.v", new Shape(width)) : make.Weight($"{name}.v", new Shape(width));
    }

    /// <summary>W₁ and b₁.</summary>
    public LinearMap Local { get; }

    /// <summary>W₂.</summary>
    public LinearMap Global { get; }

    /// <summary>w, [d].</summary>
    public Parameter Score { get; }

    /// <summary>
    /// h of every example, [B, d]. What belongs to a row alone, W₁ tanh(x_l) + b₁, is computed once for all its prefixes.
    /// </summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">A vector for each token of the batch, [n, d].</param>
    /// <param name="batch">Sequences of n tokens together, and the prefixes read out of them.</param>
    public Variable Forward(Tape tape, Variable x, RaggedBatch batch)
    {
        var prefixes = new Prefixes(batch.Offsets, batch.FirstExamples, batch.LastTokens);
        Variable local = Local.Forward(tape, TanhActivation.Apply(tape, x));
        Variable global = Global.Forward(tape, PrefixMean.Apply(tape, x, prefixes));
        return SoftAttention.Apply(tape, x, local, global, Score, prefixes);
    }
}
