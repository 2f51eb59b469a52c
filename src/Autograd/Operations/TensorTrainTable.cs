using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>The whole item table E [V, d] rebuilt from the cores of a tensor train (<see cref="TensorTrain.Materialize"/>).</summary>
/// <remarks>dG_k += ∂(Σ dE·E)/∂G_k, by the transposed products of the rebuilding.</remarks>
public sealed partial class TensorTrainTable : Operation
{
    private readonly TensorTrainCores cores = new();
    private TensorTrainShape shape = null!;

    /// <summary>Computes and records E.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="shape">The sizes of the train.</param>
    /// <param name="cores">The N stored cores, [r_k, I_k, J'_k, r_{k+1}].</param>
    /// <returns>E, [V, d].</returns>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Variable Apply(Tape tape, TensorTrainShape shape, params ReadOnlySpan<Variable> cores)
    {
        TensorTrainCores.CheckCount(shape, cores, nameof(TensorTrainTable));
        TensorTrainSlots<Tensor> room = default;
        Variable table = tape.Result(new Shape(shape.Items, shape.Width), cores!);
        TensorTrain.Materialize(shape, TensorTrainCores.Values(cores, room.Take(cores.Length)), table.Value, tape.Arena);
        if (table.NeedsGradient)
        {
            TensorTrainTable record = tape.Record<TensorTrainTable>(table);
            record.shape = shape;
            record.cores.Keep(cores);
        }

        return table;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        TensorTrainSlots<Tensor> values = default, gradients = default;
        TensorTrain.MaterializeBackward(
            shape, cores.Values(values.Take(shape.Cores)), OutputGradient, cores.Gradients(tape, gradients.Take(shape.Cores)), tape.Arena);
    }
}
