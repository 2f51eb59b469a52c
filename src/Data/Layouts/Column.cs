namespace OnDeviceRec.Data.Layouts;

/// <summary>Numbers that grow at the end without ever being copied: blocks of 2^20.</summary>
internal sealed class Column<T>
    where T : struct
{
    private const int Bits = 20;

    private readonly List<T[]> blocks = [];

    public int Count { get; private set; }

    public T this[int index] => blocks[index >> Bits][index & ((1 << Bits) - 1)];

    public void Add(T value)
    {
        if (Count >> Bits == blocks.Count) blocks.Add(new T[1 << Bits]);
        blocks[^1][Count & ((1 << Bits) - 1)] = value;
        Count = checked(Count + 1);
    }
}
