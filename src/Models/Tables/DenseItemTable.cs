using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>The full table: one row of d values an item.</summary>
public sealed class DenseItemTable : IItemTable
{
    /// <summary>Makes the parameter <c>item_embedding.weight</c>, [V, d].</summary>
    /// <param name="make">The factory.</param>
    /// <param name="items">V.</param>
    /// <param name="width">d.</param>
    public DenseItemTable(ParameterFactory make, int items, int width) => Weight = make.Weight("item_embedding.weight", new Shape(items, width));

    /// <summary>E, [V, d].</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    public int Items => Weight.Rows;

    /// <inheritdoc/>
    public int Width => Weight.Columns;

    /// <inheritdoc/>
    public int ParameterCount => Weight.Value.Length;

    /// <inheritdoc/>
    public Variable Matrix(Tape tape) => Weight;

    /// <inheritdoc/>
    public TableOnTape BeginStep(Tape tape) => new(tape, Weight);

    /// <inheritdoc/>
    public Variable Rows(Tape tape, ReadOnlyMemory<int> rows) => GatherRows.Apply(tape, Weight, rows);
}
