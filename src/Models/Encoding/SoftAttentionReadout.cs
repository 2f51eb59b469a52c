using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Encoding;

/// <summary>The paper's readout: h = Σ_l a_l x_l with a_l = wᵀ σ(W₁ tanh(x_l) + b₁ + W₂ m), m = mean_l x_l; the a_l are not normalised.</summary>
public sealed class SoftAttentionReadout
{
    /// <summary>Makes the parameters.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="name">The prefix of their names.</param>
    /// <param name="width">d.</param>
    public SoftAttentionReadout(ParameterFactory make, string name, int width)
    {
        Local = new LinearMap(make, $"{name}.w1", width, width);
        Global = new LinearMap(make, $"{name}.w2", width, width, bias: false);
        Score = make.Weight($"{name}.v", new Shape(width));
    }

    /// <summary>W₁ and b₁.</summary>
    public LinearMap Local { get; }

    /// <summary>W₂.</summary>
    public LinearMap Global { get; }

    /// <summary>w, [d].</summary>
    public Parameter Score { get; }

    /// <summary>h, [B, d].</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Sequences end to end, [n, d].</param>
    /// <param name="offsets">Where each begins, [B + 1].</param>
    public Variable Forward(Tape tape, Variable x, ReadOnlyMemory<int> offsets)
    {
        Variable local = Local.Forward(tape, TanhActivation.Apply(tape, x));
        Variable global = Global.Forward(tape, SegmentMean.Apply(tape, x, offsets));
        Variable gate = SigmoidActivation.Apply(tape, AddToSegments.Apply(tape, local, global, offsets));
        return SegmentWeightedSum.Apply(tape, x, Linear.Apply(tape, gate, Score), offsets);
    }
}
