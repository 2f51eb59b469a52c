using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>
/// The table as a semi-tensor-product tensor train (docs/method.md §2), built once a step or, where few rows are wanted, row by row.
/// </summary>
/// <remarks>
/// A softmax over the catalog takes its scores from the cores where these are two with all columns in the first and a rank of at most d/2:
/// r MACs an item and example in place of d, and no table. Elsewhere the table is built once a step, V·d·r MACs.
/// </remarks>
public sealed class TensorTrainItemTable : IItemTable, IFactoredTable
{
    private readonly Parameter[] cores;
    private readonly Variable[] used;

    /// <summary>Makes the cores <c>item_embedding.core{k}</c>, so that the table's entries start with a dense table's variance.</summary>
    /// <param name="make">The factory.</param>
    /// <param name="shape">The sizes.</param>
    public TensorTrainItemTable(ParameterFactory make, TensorTrainShape shape)
    {
        Shape = shape;
        cores = [.. Enumerable.Range(0, shape.Cores).Select(k => make.Bias($"item_embedding.core{k}", shape.CoreShape(k)))];
        TensorTrainInitializer.Fill(shape, [.. cores.Select(core => core.Value)], make.Seed);
        used = [.. cores];
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
    public bool IsFull => false;

    /// <summary>Whether a step takes its scores from the cores and not from the built table.</summary>
    public bool ScoresFromCores => Shape is { Cores: 2, Block: 1 } && Shape.Columns[1] == 1 && 2 * Shape.PlainRanks[1] <= Shape.Width;

    /// <summary>The sizes of a train as a model file states them: those of the plain one.</summary>
    /// <param name="shape">The train.</param>
    public static PlainTrainShape Plain(TensorTrainShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new PlainTrainShape(shape.Rows, shape.PlainColumns, shape.PlainRanks[1..^1], shape.Block);
    }

    /// <summary>
    /// The train that a model file speaks of: its last columns and the ranks between cores are t times larger, its first columns t times
    /// smaller.
    /// </summary>
    /// <param name="train">Its sizes as the file states them.</param>
    /// <param name="items">V.</param>
    public static TensorTrainShape ShapeOf(PlainTrainShape train, int items)
    {
        ArgumentNullException.ThrowIfNull(train);
        (int[] columns, int[] ranks) = SizesOf(train);
        return new TensorTrainShape(items, train.Rows, columns, ranks, train.Block);
    }

    /// <summary>Columns J and ranks R of that train.</summary>
    internal static (int[] Columns, int[] Ranks) SizesOf(PlainTrainShape train)
    {
        int t = train.Block;
        int[] columns = train.Columns.ToArray(), ranks = train.Ranks[1..^1].ToArray();
        columns[0] /= t;
        columns[^1] *= t;
        for (int k = 0; k < ranks.Length; k++) ranks[k] *= t;
        return (columns, ranks);
    }

    /// <inheritdoc/>
    public Variable Matrix(Tape tape) => TensorTrainTable.Apply(tape, Shape, used);

    /// <inheritdoc/>
    public TableOnTape BeginStep(Tape tape) => ScoresFromCores ? new TableOnTape(tape, this) : new TableOnTape(tape, Matrix(tape));

    /// <inheritdoc/>
    public Variable Rows(Tape tape, ReadOnlyMemory<int> rows) => TensorTrainRows.Apply(tape, Shape, rows, used);

    /// <inheritdoc/>
    public void Write(ModelFileWriter writer)
    {
        for (int k = 0; k < cores.Length; k++) writer.Set(TensorRole.Core, k, cores[k].Value.Span);
    }

    /// <inheritdoc/>
    public void Read(ModelFile file)
    {
        for (int k = 0; k < cores.Length; k++) file.CopyTo(TensorRole.Core, k, cores[k].Value.Span);
    }

    Variable IFactoredTable.RowsOfStep(Tape tape, ReadOnlyMemory<int> rows) => Rows(tape, rows);

    CatalogScores IFactoredTable.ScoresOfStep(Tape tape, Variable h) =>
        CatalogScores.OfTrain(TensorTrainQueries.Apply(tape, used[0], h), used[1], Items);
}
