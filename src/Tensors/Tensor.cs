namespace OnDeviceRec.Tensors;

/// <summary>
/// A float32 tensor, row-major, in native memory. Either it owns its memory (<see cref="Tensor(Shape)"/>) or it
/// is lent by an <see cref="Arena"/> and lives until the arena's next reset.
/// </summary>
public sealed unsafe class Tensor : IDisposable
{
    private readonly bool ownsMemory;
    private AlignedMemory memory;
    private int offset;

    /// <summary>A tensor of zeros that owns its memory.</summary>
    /// <param name="shape">Its sizes.</param>
    public Tensor(Shape shape)
    {
        memory = new AlignedMemory(shape.Count);
        ownsMemory = true;
        Shape = shape;
    }

    /// <summary>A tensor that owns a copy of the given values.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="values">Row-major values, as many as the shape holds.</param>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public Tensor(Shape shape, ReadOnlySpan<float> values)
        : this(shape)
    {
        Throw.IfNotEqual(values.Length, shape.Count, nameof(Tensor), $"the number of values for shape {shape}");
        values.CopyTo(Span);
    }

    internal Tensor(AlignedMemory memory, int offset, Shape shape)
    {
        this.memory = memory;
        Place(memory, offset, shape);
    }

    /// <summary>The sizes.</summary>
    public Shape Shape { get; private set; }

    /// <summary>The number of values.</summary>
    public int Length => Shape.Count;

    /// <summary>The rows when read as a matrix: the product of all sizes but the last.</summary>
    public int Rows => Shape.Rows;

    /// <summary>The size of the last axis.</summary>
    public int Columns => Shape.Columns;

    /// <summary>All values, row-major.</summary>
    public Span<float> Span => new(Pointer, Length);

    /// <summary>The first value; aligned to 64 bytes when the tensor owns its memory or comes from an arena.</summary>
    internal float* Pointer => memory.Pointer + offset;

    /// <summary>One row of the tensor read as a matrix.</summary>
    /// <param name="index">0 to <see cref="Rows"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<float> Row(int index) => Span.Slice(checked(index * Columns), Columns);

    /// <summary>The same values under another shape of equal count; shares the memory of this tensor.</summary>
    /// <param name="shape">The new sizes.</param>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    public Tensor Reshape(Shape shape)
    {
        Throw.IfNotEqual(shape.Count, Length, nameof(Reshape), $"the number of values of {shape} for a tensor of {Shape}");
        return new Tensor(memory, offset, shape);
    }

    /// <summary>Sets every value to zero.</summary>
    public void Clear() => Span.Clear();

    /// <summary>Frees owned memory; views and arena tensors have none.</summary>
    public void Dispose()
    {
        if (ownsMemory) memory.Dispose();
    }

    internal void Place(AlignedMemory newMemory, int newOffset, Shape shape) => (memory, offset, Shape) = (newMemory, newOffset, shape);
}
