namespace OnDeviceRec.Tensors;

/// <summary>
/// Memory of one training step: tensors are lent in order and all go back at <see cref="Reset"/>, or in part at
/// <see cref="Release"/>. After the first step nothing is allocated, neither natively nor on the managed heap.
/// </summary>
public sealed class Arena : IDisposable
{
    private const int FloatsPerCacheLine = 16;
    private const int SmallestBlock = 1 << 18;

    private readonly List<AlignedMemory> blocks = [];
    private readonly List<Tensor> tensors = [];
    private Mark top;

    /// <summary>Lends a tensor whose values are undefined.</summary>
    /// <param name="shape">Its sizes.</param>
    public Tensor Rent(Shape shape)
    {
        int length = checked((shape.Count + FloatsPerCacheLine - 1) / FloatsPerCacheLine * FloatsPerCacheLine);
        while (top.Block < blocks.Count && blocks[top.Block].Length - top.Offset < length)
            top = top with { Block = top.Block + 1, Offset = 0 };
        if (top.Block == blocks.Count) blocks.Add(new AlignedMemory(Math.Max(length, SmallestBlock)));
        Tensor tensor;
        if (top.Tensors == tensors.Count)
        {
            tensors.Add(tensor = new Tensor(blocks[top.Block], top.Offset, shape));
        }
        else
        {
            tensor = tensors[top.Tensors];
            tensor.Place(blocks[top.Block], top.Offset, shape);
        }

        top = new Mark(top.Block, top.Offset + length, top.Tensors + 1);
        return tensor;
    }

    /// <summary>Lends a tensor of zeros.</summary>
    /// <param name="shape">Its sizes.</param>
    public Tensor RentZeroed(Shape shape)
    {
        Tensor tensor = Rent(shape);
        tensor.Clear();
        return tensor;
    }

    /// <summary>The present height of the arena, to come back to with <see cref="Release"/>.</summary>
    public Mark Here => top;

    /// <summary>Takes back everything lent since the mark; those tensors must not be used again.</summary>
    /// <param name="mark">A value of <see cref="Here"/> since the last reset.</param>
    public void Release(Mark mark) => top = mark;

    /// <summary>Takes back everything lent; those tensors must not be used again.</summary>
    public void Reset() => top = default;

    /// <summary>Frees all memory.</summary>
    public void Dispose()
    {
        foreach (AlignedMemory block in blocks) block.Dispose();
        blocks.Clear();
        tensors.Clear();
        top = default;
    }

    /// <summary>A height of the arena.</summary>
    public readonly record struct Mark
    {
        internal Mark(int block, int offset, int tensors) => (Block, Offset, Tensors) = (block, offset, tensors);

        internal int Block { get; init; }

        internal int Offset { get; init; }

        internal int Tensors { get; }
    }
}
