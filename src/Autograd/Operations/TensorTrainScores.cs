using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>S = h·Eᵀ without the table E of a tensor train (<see cref="TensorTrain.Scores"/>).</summary>
/// <remarks>dG_k += ∂(Σ dS·S)/∂G_k, dh += dS·E, both out of the cores.</remarks>
public sealed partial class TensorTrainScores : Operation
{
    private readonly TensorTrainCores cores = new();
    private TensorTrainShape shape = null!;
    private Variable h = null!;

    /// <summary>Computes and records S.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="shape">The sizes of the train.</param>
    /// <param name="cores">The N stored cores, [r_k, I_k, J'_k, r_{k+1}].</param>
    /// <param name="h">[B, d].</param>
    /// <returns>S, [B, V].</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Variable Apply(Tape tape, TensorTrainShape shape, ReadOnlySpan<Variable> cores, Variable h)
    {
        TensorTrainCores.CheckCount(shape, cores, nameof(TensorTrainScores));
        TensorTrainSlots<Variable> room = default;
        Span<Variable> inputs = room.Take(cores.Length + 1);
        cores.CopyTo(inputs);
        inputs[^1] = h;
        TensorTrainSlots<Tensor> values = default;
        Variable scores = tape.Result(new Shape(h.Rows, shape.Items), inputs!);
        TensorTrain.Scores(shape, TensorTrainCores.Values(cores, values.Take(cores.Length)), h.Value, scores.Value, tape.Arena);
        if (scores.NeedsGradient)
        {
            TensorTrainScores record = tape.Record<TensorTrainScores>(scores);
            (record.shape, record.h) = (shape, h);
            record.cores.Keep(cores);
        }

        return scores;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        TensorTrainSlots<Tensor> values = default, gradients = default;
        Tensor? dh = tape.GradientOf(h);
        ReadOnlySpan<Tensor> dCores = cores.Gradients(tape, gradients.Take(shape.Cores));
        TensorTrain.ScoresBackward(shape, cores.Values(values.Take(shape.Cores)), h.Value, OutputGradient, dCores, dh, tape.Arena);
    }
}
