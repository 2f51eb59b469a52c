using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tables;

/// <summary>The compressed table: a semi-tensor-product tensor train, rebuilt once a step or, where few rows are wanted, row by row.</summary>
/// <remarks>
/// A softmax over the catalog takes its scores from the cores where these are two with all columns in the first and a rank of at most
/// d/2, or d where the last core is signs: r MACs an item and example in place of d, and no table. Elsewhere the table is rebuilt once a step, V·d·r multiply-adds.
/// <para>
/// Where the last core is signs it is used rounded (<see cref="BinaryStraightThrough"/>), in training too, and what is trained are the numbers behind the
/// signs.
/// </para>
/// </remarks>
public sealed class TensorTrainItemTable : IItemTable
{
    private readonly Parameter[] cores;

    // The cores as they are used: the last one rounded for the present step, if it is signs.
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
    public Variable Matrix(Tape tape) => TensorTrainTable.Apply(tape, Shape, Use(tape));

    /// <summary>Whether a step takes its scores from the cores and not from the rebuilt table.</summary>
    public bool ScoresFromCores => Shape is { Cores: 2, Block: 1 } && Shape.Columns[1] == 1 && (Shape.Signs ? 1 : 2) * Shape.PlainRanks[1] <= Shape.Width;

    /// <inheritdoc/>
    public TableOnTape BeginStep(Tape tape)
    {
        if (!ScoresFromCores) return new TableOnTape(tape, Matrix(tape));
        Use(tape);
        return new TableOnTape(tape, this);
    }

    /// <inheritdoc/>
    public Variable Rows(Tape tape, ReadOnlyMemory<int> rows) => TensorTrainRows.Apply(tape, Shape, rows, Use(tape));

    /// <summary>The last core but one with the scales of the signs behind it: G[.., k]·s_k. With it the signs are +1 and −1.</summary>
    public Tensor CoreWithScales()
    {
        using var tape = new Tape();
        tape.BeginInference();
        Tensor core = cores[^2].Value, signs = Use(tape)[^1].Value;
        var scaled = new Tensor(core.Shape, core.Span);
        int rank = scaled.Columns, ofOneScale = signs.Length / rank;
        for (int i = 0; i < scaled.Length; i++) scaled.Span[i] *= MathF.Abs(signs.Span[i % rank * ofOneScale]);
        return scaled;
    }

    /// <summary>Rows in a step that has begun.</summary>
    internal Variable RowsOfStep(Tape tape, ReadOnlyMemory<int> rows) => TensorTrainRows.Apply(tape, Shape, rows, used);

    /// <summary>Scores in a step that has begun.</summary>
    internal CatalogScores ScoresOfStep(Tape tape, Variable h) =>
        CatalogScores.OfTrain(TensorTrainQueries.Apply(tape, used[0], h), used[1], Items);

    private ReadOnlySpan<Variable> Use(Tape tape)
    {
        if (Shape.Signs) used[^1] = BinaryStraightThrough.Apply(tape, cores[^1]);
        return used;
    }
}
