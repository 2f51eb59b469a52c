namespace OnDeviceRec.Device.Tables;

/// <summary>
/// What a file's configuration says of its item table: N cores, a block, and of each core I, J and the rank behind it; unused words are 0.
/// </summary>
internal readonly ref struct TableWords(Span<int> words)
{
    /// <summary>Cores there is room for.</summary>
    public const int MaxCores = 8;

    /// <summary>Words in all.</summary>
    public const int Count = 2 + (3 * MaxCores);

    private readonly Span<int> words = words;

    /// <summary>N.</summary>
    public ref int Cores => ref words[0];

    /// <summary>t.</summary>
    public ref int Block => ref words[1];

    /// <summary>I_k.</summary>
    public Span<int> Rows => words.Slice(2, MaxCores);

    /// <summary>J_k.</summary>
    public Span<int> Columns => words.Slice(2 + MaxCores, MaxCores);

    /// <summary>R_1...</summary>
    public Span<int> Ranks => words.Slice(2 + (2 * MaxCores), MaxCores);
}
