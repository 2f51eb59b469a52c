using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>The compressed table: a semi-tensor-product tensor train, rebuilt once a step or, where few rows are wanted, row by row.</summary>
/// <remarks>
/// A softmax over the catalogue takes its scores from the cores where these are two with all columns in the first and a rank of at most
/// d/2: r multiply-adds an item and example in place of d, and no table. Elsewhere the table is rebuilt once a step, V·d·r multiply-adds.
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

    /// <summary>Whether a step takes its scores from the cores and not from the rebuilt table.</summary>
    public bool ScoresFromCores => Shape is { Cores: 2, Block: 1 } && Shape.Columns[1] == 1 && 2 * Shape.PlainRanks[1] <= Shape.Width;

    /// <inheritdoc/>
    public TableOnTape BeginStep(Tape tape) => ScoresFromCores ? new(tape, this) : new(tape, Matrix(tape));

    internal CatalogueScores Scores(Tape tape, Variable h) =>
        CatalogueScores.OfTrain(TensorTrainQueries.Apply(tape, cores[0], h), cores[1], Items);

    /// <inheritdoc/>
    public Variable Rows(Tape tape, ReadOnlyMemory<int> rows) => TensorTrainRows.Apply(tape, Shape, rows, cores);
}
