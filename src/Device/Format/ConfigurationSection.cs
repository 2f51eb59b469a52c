using System.Buffers.Binary;

namespace OnDeviceRec.Device.Format;

/// <summary>The configuration as 38 words of four bytes: fourteen of the model, then eight of I_k, eight of J_k, eight of ranks R_1...</summary>
internal static class ConfigurationSection
{
    public const int Length = (FirstFactor + (3 * PlainTrainShape.MaxCores)) * sizeof(uint);

    private const int FirstFactor = 14;

    public static void Write(ModelConfiguration configuration, Span<byte> bytes)
    {
        bytes.Clear();
        ReadOnlySpan<int> words =
        [
            configuration.Items, configuration.Width, configuration.Inner, configuration.Heads, configuration.Layers, configuration.MaxLength,
            (int)configuration.Readout, (int)configuration.Table, BitConverter.SingleToInt32Bits(configuration.LayerNormEpsilon),
            configuration.Train?.Cores ?? 0, configuration.Train?.Block ?? 0, (int)configuration.Precision, (int)configuration.Head,
            BitConverter.SingleToInt32Bits(configuration.LogitScale),
        ];
        for (int i = 0; i < words.Length; i++) Put(bytes, i, words[i]);
        if (configuration.Train is not { } train) return;
        for (int k = 0; k < train.Cores; k++)
        {
            Put(bytes, Factor(0, k), train.Rows[k]);
            Put(bytes, Factor(1, k), train.Columns[k]);
            if (k + 1 < train.Cores) Put(bytes, Factor(2, k), train.Ranks[k + 1]);
        }
    }

    /// <exception cref="ModelFormatException">The words are no configuration.</exception>
    public static ModelConfiguration Read(ReadOnlySpan<byte> bytes)
    {
        int cores = Get(bytes, 9), block = Get(bytes, 10);
        var table = (TableKind)Get(bytes, 7);
        if (table is not (TableKind.Dense or TableKind.TensorTrain or TableKind.SignTensorTrain)) throw new ModelFormatException($"Configuration: no item table has the code {(int)table}.");
        bool dense = table == TableKind.Dense;
        if (dense ? (cores, block) != (0, 0) : cores is < 2 or > PlainTrainShape.MaxCores)
            throw new ModelFormatException($"Configuration: {cores} cores and block {block} for table code {(int)table}.");
        Span<int> factors = stackalloc int[3 * PlainTrainShape.MaxCores];
        for (int i = 0; i < factors.Length; i++)
        {
            factors[i] = Get(bytes, FirstFactor + i);
            int slot = i % PlainTrainShape.MaxCores, used = i < Factor(2, 0) - FirstFactor ? cores : cores - 1;
            if (slot >= used && factors[i] != 0) throw new ModelFormatException($"Configuration: word {FirstFactor + i} is {factors[i]}, expected 0.");
        }

        try
        {
            PlainTrainShape? train = dense ? null : new PlainTrainShape(
                factors.Slice(0, cores),
                factors.Slice(PlainTrainShape.MaxCores, cores),
                factors.Slice(2 * PlainTrainShape.MaxCores, cores - 1),
                block,
                table == TableKind.SignTensorTrain);
            return new ModelConfiguration(
                Get(bytes, 0), Get(bytes, 1), Get(bytes, 2), Get(bytes, 3), Get(bytes, 4), Get(bytes, 5), (ReadoutKind)Get(bytes, 6),
                train, BitConverter.Int32BitsToSingle(Get(bytes, 8)), (Precision)Get(bytes, 11), (HeadKind)Get(bytes, 12),
                BitConverter.Int32BitsToSingle(Get(bytes, 13)));
        }
        catch (ArgumentException e)
        {
            throw new ModelFormatException($"Configuration: {e.Message}", e);
        }
    }

    // Words are unsigned; one above the largest int comes out negative here and fails every check of sizes.
    private static int Get(ReadOnlySpan<byte> bytes, int word) => BinaryPrimitives.ReadInt32LittleEndian(bytes[(word * sizeof(int))..]);

    private static void Put(Span<byte> bytes, int word, int value) => BinaryPrimitives.WriteInt32LittleEndian(bytes[(word * sizeof(int))..], value);

    private static int Factor(int kind, int core) => FirstFactor + (kind * PlainTrainShape.MaxCores) + core;
}
