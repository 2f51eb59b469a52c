using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>The full table: one row of d values an item, as it is trained or made of length one.</summary>
public sealed class DenseItemTable : IItemTable
{
    /// <summary>Makes the parameter <c>item_embedding.weight</c>, [V, d].</summary>
    /// <param name="make">The factory.</param>
    /// <param name="items">V.</param>
    /// <param name="width">d.</param>
    /// <param name="normalized">Whether the rows of E are those of the parameter divided by their lengths.</param>
    public DenseItemTable(ParameterFactory make, int items, int width, bool normalized = false) =>
        (Weight, Normalized) = (make.Weight("item_embedding.weight", new Shape(items, width)), normalized);

    /// <summary>What is trained, [V, d]: E, or rows in its directions.</summary>
    public Parameter Weight { get; }

    /// <summary>Whether the rows of E have length one.</summary>
    public bool Normalized { get; }

    /// <inheritdoc/>
    public int Items => Weight.Rows;

    /// <inheritdoc/>
    public int Width => Weight.Columns;

    /// <inheritdoc/>
    public int ParameterCount => Weight.Value.Length;

    /// <inheritdoc/>
    public bool IsFull => true;

    /// <inheritdoc/>
    public Variable Matrix(Tape tape) => Of(tape, Weight);

    /// <inheritdoc/>
    public TableOnTape BeginStep(Tape tape) => new(tape, Matrix(tape));

    /// <inheritdoc/>
    public Variable Rows(Tape tape, ReadOnlyMemory<int> rows) => Of(tape, GatherRows.Apply(tape, Weight, rows));

    /// <inheritdoc/>
    public void TrainRowsAlone() => Weight.Sparse = true;

    /// <inheritdoc/>
    public void Write(ModelFileWriter writer)
    {
        using var tape = new Tape();
        tape.BeginInference();
        writer.Set(TensorRole.ItemTable, 0, Matrix(tape).Value.Span);
    }

    /// <inheritdoc/>
    public void Read(ModelFile file) => file.CopyTo(TensorRole.ItemTable, 0, Weight.Value.Span);

    private Variable Of(Tape tape, Variable rows) => Normalized ? NormalizeRows.Apply(tape, rows) : rows;
}
