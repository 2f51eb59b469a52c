using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Encoding;

/// <summary>
/// The copy head: how much users want something again, γ, and how soon, c_l = a[T − 1 − l]. With the catalogue's scores they make the mixture
/// of <see cref="CopyScores"/>.
/// </summary>
/// <remarks>
/// METHOD §6 lets c and γ depend on h as well. Such heads learn by heart what train users chose again, long before the catalogue knows its
/// items; one number and one for each age keep the order that validation wants (docs/results/tried.md).
/// </remarks>
public sealed class CopyHead
{
    private int[] everyExample = [];

    /// <summary>Makes the parameters.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="name">The prefix of their names.</param>
    /// <param name="maxLength">T_max.</param>
    public CopyHead(ParameterFactory make, string name, int maxLength)
    {
        Ages = make.Bias($"{name}.age_bias", new Shape(maxLength));
        Gate = make.Bias($"{name}.gate", new Shape(1, 1));
    }

    /// <summary>a, [T_max]; a[0] is the most recent position's.</summary>
    public Parameter Ages { get; }

    /// <summary>γ, [1, 1].</summary>
    public Parameter Gate { get; }

    /// <summary>c and γ of a batch's examples.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="batch">The sequences, and the prefixes read out of them.</param>
    public CopyScores Forward(Tape tape, RaggedBatch batch)
    {
        var prefixes = new Prefixes(batch.Offsets, batch.FirstExamples, batch.LastTokens);
        if (everyExample.Length < batch.Count) everyExample = new int[batch.MaxCount];
        Variable gates = GatherRows.Apply(tape, Gate, everyExample.AsMemory(0, batch.Count));
        return new CopyScores(AgeScores.Apply(tape, Ages, prefixes), gates, batch.Items, prefixes);
    }
}
