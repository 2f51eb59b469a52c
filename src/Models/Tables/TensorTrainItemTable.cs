using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>The compressed table: a semi-tensor-product tensor train, rebuilt once a step or, where few rows are wanted, row by row.</summary>
/// <remarks>
/// For the batches of training the rebuilt table costs V·d·r multiply-adds once, where scoring from the cores costs
/// as much as a dense product for every batch row.
/// </remarks>
public sealed class TensorTrainItemTable : IItemTable
{
    private readonly Parameter[] cores;

    /// <summary>Makes the cores <c>item_embedding.core{k}</c>, so that the table's entries start with a dense table's variance.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="shape">The sizes.</param>
    public TensorTrainItemTable(ParameterFactory make, TensorTrainShape shape)
    {
        Shape = shape;
        cores = [.. Enumerable.Range(0, shape.Cores).Select(k => make.Bias($"item_embedding.core{k}", shape.CoreShape(k)))];
        TensorTrainInitializer.Fill(shape, [.. cores.Select(core => core.Value)], make.Seed);
    }

    /// <summary>The sizes.</summary>
    public TensorTrainShape Shape { get; }

    /// <summary>The cores as a plain train, core k [R_k, I_k, J_k, R_k+1].</summary>
    public IReadOnlyList<Parameter> Cores => cores;

    /// <inheritdoc/>
    public int Items => Shape.Items;

    /// <inheritdoc/>
    public int Width => Shape.Width;

    /// <inheritdoc/>
    public int ParameterCount => cores.Sum(core => core.Value.Length);

    /// <inheritdoc/>
    public Variable Matrix(Tape tape) => TensorTrainTable.Apply(tape, Shape, cores);

    /// <inheritdoc/>
    public Variable Rows(Tape tape, ReadOnlyMemory<int> rows) => TensorTrainRows.Apply(tape, Shape, rows, cores);
}
