using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd;

/// <summary>A value that training changes. Its gradient is kept between steps and zeroed by the optimizer.</summary>
public sealed class Parameter : Variable, IDisposable
{
    /// <summary>A parameter of zeros.</summary>
    /// <param name="name">Its name, unique within a model.</param>
    /// <param name="shape">Its sizes.</param>
    public Parameter(string name, Shape shape)
    {
        Name = name;
        Value = new Tensor(shape);
        Gradient = new Tensor(shape);
        NeedsGradient = true;
    }

    /// <summary>The name, unique within a model.</summary>
    public string Name { get; }

    /// <summary>Whether training changes it; a frozen one gets no gradient.</summary>
    public bool Frozen
    {
        get => !NeedsGradient;
        set => NeedsGradient = !value;
    }

    /// <summary>
    /// Whether only rows that a step gathers get a gradient (<see cref="Operations.GatherRows"/>): the optimizer then visits these rows
    /// alone. Set before training; an operation that would add to all rows is refused.
    /// </summary>
    public bool Sparse
    {
        get => TouchedRows is not null;
        set => TouchedRows = value ? TouchedRows ?? new RowSet(Rows) : null;
    }

    /// <summary>Whether its rows are the items of the catalog, which ranks share (<see cref="SharedItems"/>).</summary>
    public bool HasItems { get; init; }

    /// <summary>Where it is sparse, the rows whose gradient was added to since the last step.</summary>
    internal RowSet? TouchedRows { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Value.Dispose();
        Gradient!.Dispose();
    }

    internal override Tensor GradientToAddTo(Arena arena) => Sparse
        ? throw new InvalidOperationException($"{Name} {Shape} is sparse: only rows that are gathered can have a gradient.")
        : Gradient!;

    internal override Tensor GradientToAddTo(Arena arena, ReadOnlySpan<int> rows)
    {
        TouchedRows?.Add(rows);
        return Gradient!;
    }
}
