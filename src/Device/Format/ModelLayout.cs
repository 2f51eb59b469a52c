namespace OnDeviceRec.Device.Format;

/// <summary>
/// The only section table that a configuration allows: which sections, in which order, where; at the end the catalog's own ids, if the
/// file has them. The writer follows it and the reader demands it, so that a file has no holes, no overlaps and one form.
/// </summary>
internal sealed class ModelLayout
{
    public const uint Magic = 0x4D52444F; // "ODRM"
    public const uint Version = 4;
    public const int ChecksumOffset = 16;
    public const int HeaderLength = 24;
    public const int EntryLength = 24;
    public const uint ConfigurationType = 1;
    public const uint IdsType = 4;
    public const uint TrainingType = 5;

    /// <summary>What a model was trained on: the SHA-256 of the job, two counts of sequences.</summary>
    public const int TrainingLength = 32 + (2 * sizeof(int));

    private const int Alignment = 64;
    private const int RolesOfInput = TensorRole.InputBias - TensorRole.Positions + 1;
    private const int RolesOfLayer = TensorRole.FeedForwardBias - TensorRole.QueryWeight + 1;
    private const int RolesOfReadout = TensorRole.ReadoutVector - TensorRole.ReadoutLocalWeight + 1;
    private const int RolesOfCopyHead = TensorRole.CopyRepeatWeight - TensorRole.CopyRecencyBias + 1;

    private readonly ModelSection[] sections;
    private readonly int tables;
    private readonly int layers;
    private readonly int readouts;
    private readonly int copyHeads;
    private readonly int tensors;
    private readonly TensorRole table;

    /// <param name="configuration">The sizes.</param>
    /// <param name="idsLength">Bytes of the section of ids, or 0 where the file has none.</param>
    /// <param name="training">Whether the file says what it was trained on.</param>
    public ModelLayout(ModelConfiguration configuration, long idsLength = 0, bool training = false)
    {
        table = configuration.Table.Role;
        tables = configuration.Table.Tensors;
        layers = configuration.Encoder.Layers;
        tensors = TensorsOf(configuration);
        sections = new ModelSection[1 + tensors + (idsLength > 0 ? 1 : 0) + (training ? 1 : 0)];
        sections[0] = new ModelSection(
            ConfigurationType, ElementType.Configuration, FirstOffset(sections.Length), ConfigurationSection.Length);
        int added = 1;
        added = Add(configuration, added, table, table, tables);
        added = Add(configuration, added, TensorRole.Positions, TensorRole.InputBias, 1);
        added = Add(configuration, added, TensorRole.QueryWeight, TensorRole.FeedForwardBias, layers);
        readouts = configuration.Encoder.Readout == ReadoutKind.SoftAttention ? 1 : 0;
        copyHeads = configuration.Head == HeadKind.Copy ? 1 : 0;
        added = Add(configuration, added, TensorRole.ReadoutLocalWeight, TensorRole.ReadoutVector, readouts);
        added = Add(configuration, added, TensorRole.CopyRecencyBias, TensorRole.CopyRepeatWeight, copyHeads);
        if (idsLength > 0) sections[added] = new ModelSection(IdsType, ElementType.Ids, OffsetAfter(added++ - 1), idsLength);
        if (training) sections[added] = new ModelSection(TrainingType, ElementType.Training, OffsetAfter(added - 1), TrainingLength);
    }

    /// <summary>The configuration, then the tensors, then the ids, in the order of the file.</summary>
    public ReadOnlySpan<ModelSection> Sections => sections;

    /// <summary>The tensors among them.</summary>
    public ReadOnlySpan<ModelSection> Tensors => sections.AsSpan(1, tensors);

    /// <summary>Bytes of the file.</summary>
    public long FileLength => sections[^1].Offset + sections[^1].Length;

    /// <summary>The most bytes that a file can have.</summary>
    public static int MaxFileLength => AlignedArray<byte>.MaxLength;

    /// <summary>How many tensors a model has.</summary>
    public static int TensorsOf(ModelConfiguration configuration) =>
        configuration.Table.Tensors
        + RolesOfInput
        + (configuration.Encoder.Layers * RolesOfLayer)
        + (configuration.Encoder.Readout == ReadoutKind.SoftAttention ? RolesOfReadout : 0)
        + (configuration.Head == HeadKind.Copy ? RolesOfCopyHead : 0);

    /// <summary>Where the first section starts after a header and a table of this many sections.</summary>
    public static long FirstOffset(int sectionCount) => Align(HeaderLength + ((long)sectionCount * EntryLength));

    /// <summary>The number of a tensor's section; an ArgumentException that names it where the configuration has none.</summary>
    public int IndexOf(TensorRole role, int index)
    {
        int input = 1 + tables, layer = input + RolesOfInput;
        int readout = layer + (layers * RolesOfLayer), copyHead = readout + (readouts * RolesOfReadout);
        return role switch
        {
            TensorRole.ItemTable or TensorRole.Core when role == table && (uint)index < (uint)tables => 1 + index,
            >= TensorRole.Positions and <= TensorRole.InputBias when index == 0 => input + (role - TensorRole.Positions),
            >= TensorRole.QueryWeight and <= TensorRole.FeedForwardBias when (uint)index < (uint)layers =>
                layer + (index * RolesOfLayer) + (role - TensorRole.QueryWeight),
            >= TensorRole.ReadoutLocalWeight and <= TensorRole.ReadoutVector when (uint)index < (uint)readouts =>
                readout + (role - TensorRole.ReadoutLocalWeight),
            >= TensorRole.CopyRecencyBias and <= TensorRole.CopyRepeatWeight when (uint)index < (uint)copyHeads =>
                copyHead + (role - TensorRole.CopyRecencyBias),
            _ => throw new ArgumentException($"The model has no tensor {role}, index {index}."),
        };
    }

    /// <summary>A tensor's section; an ArgumentException that names it where the configuration has none.</summary>
    public ModelSection Section(TensorRole role, int index) => sections[IndexOf(role, index)];

    /// <summary>The section behind the tensors that holds ids or what the model was trained on, or null.</summary>
    public ModelSection? Behind(ElementType element)
    {
        foreach (ModelSection section in sections.AsSpan(1 + tensors))
            if (section.Element == element) return section;
        return null;
    }

    private static long Align(long offset) => (offset + Alignment - 1) & -Alignment;

    // Null for vectors.
    private static MatrixShape? Matrix(ModelConfiguration c, TensorRole role, int index)
    {
        EncoderSizes e = c.Encoder;
        return role switch
        {
            TensorRole.ItemTable or TensorRole.Core => c.Table.Matrix(index, c.Items, e.Width),
            TensorRole.Positions => MatrixShape.Linear(e.MaxLength, e.Width),
            TensorRole.QueryWeight or TensorRole.KeyWeight or TensorRole.ValueWeight or TensorRole.OutputWeight
                or TensorRole.ReadoutLocalWeight or TensorRole.ReadoutMeanWeight => MatrixShape.Linear(e.Width, e.Width),
            TensorRole.ExpandWeight => MatrixShape.Linear(e.Inner, e.Width),
            TensorRole.ContractWeight => MatrixShape.Linear(e.Width, e.Inner),
            _ => null,
        };
    }

    private static int Vector(ModelConfiguration c, TensorRole role) => role switch
    {
        TensorRole.ExpandBias => c.Encoder.Inner,
        TensorRole.CopyRecencyBias or TensorRole.CopyLengthBias => c.Encoder.MaxLength,
        TensorRole.CopyRepeatWeight => 1,
        _ => c.Encoder.Width,
    };

    private int Add(ModelConfiguration configuration, int at, TensorRole first, TensorRole last, int indices)
    {
        for (int index = 0; index < indices; index++)
        {
            for (TensorRole role = first; role <= last; role++, at++)
            {
                MatrixShape? matrix = Matrix(configuration, role, index);
                ElementType element = matrix is null ? ElementType.Float32
                    : role == table ? configuration.Table.Element(index, configuration.Precision)
                    : (ElementType)configuration.Precision;
                long length = matrix?.Bytes(element) ?? (long)Vector(configuration, role) * sizeof(float);
                sections[at] = new ModelSection((uint)role | ((uint)index << 16), element, OffsetAfter(at - 1), length, matrix);
            }
        }

        return at;
    }

    private long OffsetAfter(int section) => Align(sections[section].Offset + sections[section].Length);
}
