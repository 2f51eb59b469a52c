namespace OnDeviceRec.Tensors;

/// <summary>The sizes of a row-major tensor, one to four axes; printed as <c>[32, 64]</c>.</summary>
public readonly record struct Shape
{
    /// <summary>The largest number of axes: a core of a tensor train has four.</summary>
    public const int MaxRank = 4;

    private readonly int d0, d1, d2, d3;

    /// <summary>A shape of one to four axes.</summary>
    /// <param name="sizes">The sizes, outermost first; none negative.</param>
    /// <exception cref="ArgumentException">No axis, more than four, or a negative size.</exception>
    /// <exception cref="OverflowException">The number of values exceeds 2³¹ − 1.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        // Not by Throw.IfNot: its messages would be built on the heap for every shape of a training step.
        if (sizes.Length is 0 or > MaxRank) throw new ArgumentException($"Shape: one to {MaxRank} axes are possible, not {sizes.Length}.");
        Rank = sizes.Length;
        Count = 1;
        foreach (int size in sizes)
        {
            if (size < 0) throw new ArgumentException($"Shape: a size is {size}.");
            Count = checked(Count * size);
        }

        d0 = sizes[0];
        d1 = sizes.Length > 1 ? sizes[1] : 0;
        d2 = sizes.Length > 2 ? sizes[2] : 0;
        d3 = sizes.Length > 3 ? sizes[3] : 0;
    }

    /// <summary>The number of axes.</summary>
    public int Rank { get; }

    /// <summary>The number of values: the product of all sizes.</summary>
    public int Count { get; }

    /// <summary>The size of the last axis.</summary>
    public int Columns => this[Rank - 1];

    /// <summary>The product of all sizes but the last: the rows when the tensor is read as a matrix.</summary>
    public int Rows => Columns == 0 ? 0 : Count / Columns;

    /// <summary>The size of an axis, outermost first.</summary>
    /// <param name="axis">0 to <see cref="Rank"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int this[int axis] => (uint)axis >= (uint)Rank
        ? throw new ArgumentOutOfRangeException(nameof(axis), axis, $"The shape has {Rank} axes.")
        : axis switch { 0 => d0, 1 => d1, 2 => d2, _ => d3 };

    /// <inheritdoc/>
    public override string ToString() => Rank switch
    {
        1 => $"[{d0}]",
        2 => $"[{d0}, {d1}]",
        3 => $"[{d0}, {d1}, {d2}]",
        _ => $"[{d0}, {d1}, {d2}, {d3}]",
    };
}
