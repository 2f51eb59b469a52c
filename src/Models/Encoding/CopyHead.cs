using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Encoding;

/// <summary>
/// The copy head: how much a user wants something again, γ = b[T − 1] + w·(1 − D/T) of T items of which D are different, and how soon,
/// c_l = a[T − 1 − l]. With the catalog's scores they make the mixture of <see cref="CopyScores"/>.
/// </summary>
/// <remarks>
/// The general form lets c and γ depend on h as well. Such heads learn by heart what train users chose again, long before the catalog knows
/// its items; a few dozen numbers keep the order that validation wants (docs/results/tried.md).
/// </remarks>
public sealed class CopyHead
{
    /// <summary>Makes the parameters.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="name">The prefix of their names.</param>
    /// <param name="maxLength">T_max.</param>
    public CopyHead(ParameterFactory make, string name, int maxLength)
    {
        RecencyBias = make.Bias($"{name}.age_bias", new Shape(maxLength));
        LengthBias = make.Bias($"{name}.length_bias", new Shape(maxLength));
        RepeatWeight = make.Bias($"{name}.repetition", new Shape(1));
    }

    /// <summary>a, [T_max]; a[0] is the most recent position's.</summary>
    public Parameter RecencyBias { get; }

    /// <summary>b, [T_max]; b[0] is that of a single item.</summary>
    public Parameter LengthBias { get; }

    /// <summary>w, [1].</summary>
    public Parameter RepeatWeight { get; }

    /// <summary>c and γ of a batch's examples.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="batch">The sequences, and the prefixes read out of them.</param>
    public CopyScores Forward(Tape tape, RaggedBatch batch)
    {
        var prefixes = new Prefixes(batch.Offsets, batch.FirstExamples, batch.LastTokens);
        Variable gates = RepeatGates.Apply(tape, LengthBias, RepeatWeight, batch.Items, prefixes);
        return new CopyScores(RecencyScores.Apply(tape, RecencyBias, prefixes), gates, batch.Items, prefixes);
    }
}
