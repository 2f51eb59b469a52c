using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>The full table: one row of d values an item, as it is trained or made of length one.</summary>
public sealed class DenseItemTable : IItemTable
{
    private readonly RowsByOwner asked = new();
    private float[] fetched = [];

    /// <summary>Makes the parameter <c>item_embedding.weight</c>, [V, d].</summary>
    /// <param name="make">The factory.</param>
    /// <param name="items">V.</param>
    /// <param name="width">d.</param>
    /// <param name="normalized">Whether the rows of E are those of the parameter divided by their lengths.</param>
    public DenseItemTable(ParameterFactory make, int items, int width, bool normalized = false) =>
        (Weight, Normalized) = (make.Weight("item_embedding.weight", new Shape(items, width), hasItems: true), normalized);

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
    public void Fetch(Sharing sharing, ReadOnlySpan<int> rows)
    {
        if (sharing.IsAlone) return;
        asked.Sort(sharing, rows, Items);
        if (fetched.Length < rows.Length * Width) fetched = new float[rows.Length * Width];
        Span<float> all = fetched.AsSpan(0, rows.Length * Width);
        for (int i = asked.From; i < asked.To; i++) Weight.Value.Row(asked.Rows[i]).CopyTo(all[(i * Width)..]);
        sharing.Collectives.AllGather(all, asked.Offsets(Width));
        for (int i = 0; i < rows.Length; i++)
            if (i < asked.From || i >= asked.To) all.Slice(i * Width, Width).CopyTo(Weight.Value.Row(asked.Rows[i]));
    }

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
