using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Encoding;

/// <summary>
/// The copy head: how much a user wants something again, γ = w·h + b, and what of the history, c_l = (W h + b_q)·x_l/√d + a[T − 1 − l]. With the
/// catalogue's scores they make the mixture of <see cref="CopyScores"/>.
/// </summary>
public sealed class CopyHead
{
    private readonly float scale;

    /// <summary>Makes the parameters.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="name">The prefix of their names.</param>
    /// <param name="options">The encoder's sizes.</param>
    public CopyHead(ParameterFactory make, string name, EncoderOptions options)
    {
        Query = new LinearMap(make, $"{name}.query", options.Width, options.Width);
        Ages = make.Bias($"{name}.age_bias", new Shape(options.MaxLength));
        Gate = new LinearMap(make, $"{name}.gate", options.Width, 1);
        scale = 1 / MathF.Sqrt(options.Width);
    }

    /// <summary>W and b_q.</summary>
    public LinearMap Query { get; }

    /// <summary>a, [T_max]; a[0] is the most recent position's.</summary>
    public Parameter Ages { get; }

    /// <summary>w and b.</summary>
    public LinearMap Gate { get; }

    /// <summary>c and γ of a batch's examples.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">A vector for each token of the batch, [n, d].</param>
    /// <param name="h">The encodings of its examples, [B, d].</param>
    /// <param name="batch">The sequences, and the prefixes read out of them.</param>
    public CopyScores Forward(Tape tape, Variable x, Variable h, RaggedBatch batch)
    {
        var prefixes = new Prefixes(batch.Offsets, batch.FirstExamples, batch.LastTokens);
        Variable positions = PositionScores.Apply(tape, x, Query.Forward(tape, h), Ages, scale, prefixes);
        return new CopyScores(positions, Gate.Forward(tape, h), batch.Items, prefixes);
    }
}
