namespace OnDeviceRec.Device;

/// <summary>
/// The only section table that a configuration allows: which sections, in which order, where. The writer follows it and the reader
/// demands it, so that a file has no holes, no overlaps and one form.
/// </summary>
internal sealed class ModelLayout
{
    public const uint Magic = 0x4D52444F; // "ODRM"
    public const uint Version = 1;
    public const int ChecksumOffset = 16;
    public const int HeaderLength = 24;
    public const int EntryLength = 24;
    public const uint ConfigurationType = 1;

    private const int Alignment = 64;
    private const int RolesOfLayer = TensorRole.FeedForwardBias - TensorRole.QueryWeight + 1;
    private const int RolesOfReadout = TensorRole.ReadoutVector - TensorRole.ReadoutLocalWeight + 1;

    private readonly ModelSection[] sections;
    private readonly int tables;
    private readonly int layers;
    private readonly TensorRole table;

    public ModelLayout(ModelConfiguration configuration)
    {
        table = configuration.Train is null ? TensorRole.ItemTable : TensorRole.Core;
        tables = configuration.Train?.Cores ?? 1;
        layers = configuration.Layers;
        bool readout = configuration.Readout == ReadoutKind.SoftAttention;
        sections = new ModelSection[4 + tables + (layers * RolesOfLayer) + (readout ? RolesOfReadout : 0)];
        sections[0] = new ModelSection(ConfigurationType, ElementType.Configuration, FirstOffset(sections.Length), ConfigurationSection.Length);
        int added = 1;
        added = Add(configuration, added, table, table, tables);
        added = Add(configuration, added, TensorRole.Positions, TensorRole.InputBias, 1);
        added = Add(configuration, added, TensorRole.QueryWeight, TensorRole.FeedForwardBias, layers);
        if (readout) Add(configuration, added, TensorRole.ReadoutLocalWeight, TensorRole.ReadoutVector, 1);
    }

    /// <summary>The configuration, then the tensors, in the order of the file.</summary>
    public ReadOnlySpan<ModelSection> Sections => sections;

    /// <summary>Bytes of the file.</summary>
    public long FileLength => sections[^1].Offset + sections[^1].Length;

    /// <summary>Numbers in all tensors.</summary>
    public long Parameters { get; private set; }

    /// <summary>Where the first section starts after a header and a table of this many sections.</summary>
    public static long FirstOffset(int sectionCount) => Align(HeaderLength + ((long)sectionCount * EntryLength));

    /// <summary>The number of a tensor's section; an ArgumentException that names it where the configuration has none.</summary>
    public int IndexOf(TensorRole role, int index)
    {
        int last = sections.Length - RolesOfReadout;
        return role switch
        {
            TensorRole.ItemTable or TensorRole.Core when role == table && (uint)index < (uint)tables => 1 + index,
            >= TensorRole.Positions and <= TensorRole.InputBias when index == 0 => 1 + tables + (role - TensorRole.Positions),
            >= TensorRole.QueryWeight and <= TensorRole.FeedForwardBias when (uint)index < (uint)layers =>
                4 + tables + (index * RolesOfLayer) + (role - TensorRole.QueryWeight),
            >= TensorRole.ReadoutLocalWeight and <= TensorRole.ReadoutVector when index == 0 && last == 4 + tables + (layers * RolesOfLayer) =>
                last + (role - TensorRole.ReadoutLocalWeight),
            _ => throw new ArgumentException($"The model has no tensor {role}, index {index}."),
        };
    }

    private static long Align(long offset) => (offset + Alignment - 1) & -Alignment;

    private static long Count(ModelConfiguration configuration, TensorRole role, int index)
    {
        long d = configuration.Width, inner = configuration.Inner;
        return role switch
        {
            TensorRole.ItemTable => configuration.Items * d,
            TensorRole.Core => configuration.Train!.CoreLength(index),
            TensorRole.Positions => configuration.MaxLength * d,
            TensorRole.QueryWeight or TensorRole.KeyWeight or TensorRole.ValueWeight or TensorRole.OutputWeight => d * d,
            TensorRole.ReadoutLocalWeight or TensorRole.ReadoutMeanWeight => d * d,
            TensorRole.ExpandWeight or TensorRole.ContractWeight => d * inner,
            TensorRole.ExpandBias => inner,
            _ => d,
        };
    }

    private int Add(ModelConfiguration configuration, int at, TensorRole first, TensorRole last, int indices)
    {
        for (int index = 0; index < indices; index++)
        {
            for (TensorRole role = first; role <= last; role++, at++)
            {
                long count = Count(configuration, role, index);
                long offset = Align(sections[at - 1].Offset + sections[at - 1].Length);
                sections[at] = new ModelSection((uint)role | ((uint)index << 16), ElementType.Float32, offset, count * sizeof(float));
                Parameters += count;
            }
        }

        return at;
    }
}
