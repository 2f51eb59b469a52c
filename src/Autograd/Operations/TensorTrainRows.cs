using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Operations;

/// <summary>
/// y_i = E[r_i]: rows of a tensor train's table, computed from the cores (<see cref="TensorTrain.Rows"/>); the table is never built.
/// </summary>
/// <remarks>dG_k += ∂(Σ dy·y)/∂G_k. Costs n·d·r multiply-adds, whatever the size of the table.</remarks>
public sealed partial class TensorTrainRows : Operation
{
    private readonly TensorTrainCores cores = new();
    private TensorTrainShape shape = null!;
    private ReadOnlyMemory<int> rows;

    /// <summary>Computes and records the rows.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="shape">The sizes of the train.</param>
    /// <param name="rows">r, n item rows from 0, repeats allowed; must stay as they are until the tape is reset.</param>
    /// <param name="cores">The N stored cores, [r_k, I_k, J'_k, r_{k+1}].</param>
    /// <returns>y, [n, d].</returns>
    /// <exception cref="ArgumentException">The sizes do not fit, or there is no such row.</exception>
    public static Variable Apply(Tape tape, TensorTrainShape shape, ReadOnlyMemory<int> rows, params ReadOnlySpan<Variable> cores)
    {
        TensorTrainCores.CheckCount(shape, cores, nameof(TensorTrainRows));
        TensorTrainSlots<Tensor> room = default;
        Variable y = tape.Result(new Shape(rows.Length, shape.Width), cores!);
        TensorTrain.Rows(shape, TensorTrainCores.Values(cores, room.Take(cores.Length)), rows.Span, y.Value, tape.Arena);
        if (y.NeedsGradient)
        {
            TensorTrainRows record = tape.Record<TensorTrainRows>(y);
            (record.shape, record.rows) = (shape, rows);
            record.cores.Keep(cores);
        }

        return y;
    }

    /// <inheritdoc/>
    protected internal override void Backward(Tape tape)
    {
        TensorTrainSlots<Tensor> values = default, gradients = default;
        TensorTrain.RowsBackward(
            shape, cores.Values(values.Take(shape.Cores)), rows.Span, OutputGradient,
            cores.Gradients(tape, gradients.Take(shape.Cores)), tape.Arena);
    }
}
