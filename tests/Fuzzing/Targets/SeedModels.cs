using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>Model files of random numbers: every table, head, readout and precision, without ids and with ids of both kinds.</summary>
internal static class SeedModels
{
    // Enough for groups of codes.
    private const int PackedItems = 400, PackedBits = 24;

    private static TrainingRecord Training => new([.. Enumerable.Range(1, 32).Select(x => (byte)x)], 9, 10);

    /// <summary>A model that other readers need: V 60, T_max 5, ids 1..V.</summary>
    public static DeviceModel Plain { get; } = DeviceModel.Load(Bytes(Of(60, 4, 2, 5, DenseShape.Instance), seed: 3));

    /// <summary>Files of two or three kilobytes.</summary>
    public static IReadOnlyList<byte[]> Small()
    {
        (TableShape Table, int Items, int Width)[] tables =
        [
            (DenseShape.Instance, 3, 2),
            (new PlainTrainShape([2, 2], [2, 1], [2], 2), 3, 2),
            (new PlainTrainShape([2, 3, 4], [2, 2, 1], [2, 3]), 20, 4),
            (new BinaryCodesShape(9), 3, 2),
        ];
        var files = new List<byte[]>();
        foreach ((TableShape table, int items, int width) in tables)
        {
            foreach (Precision precision in Enum.GetValues<Precision>())
            {
                foreach (HeadKind head in Enum.GetValues<HeadKind>())
                {
                    int n = files.Count;
                    ModelConfiguration configuration = Of(items, width, 1 + (n % 2), 2, table) with
                    {
                        Head = head,
                        Precision = precision,
                        LogitScale = n % 3 == 0 ? 5 : 0,
                    };
                    if (n % 2 == 0)
                        configuration = configuration with { Encoder = configuration.Encoder with { Readout = ReadoutKind.SoftAttention } };
                    files.Add(Bytes(configuration, n, Ids(n, items), n % 4 == 0 ? Training : null));
                }
            }
        }

        return files;
    }

    /// <summary>Packed files, of codes and of none.</summary>
    public static IReadOnlyList<byte[]> Packed() =>
    [
        .. from table in (TableShape[])[new BinaryCodesShape(PackedBits), new PlainTrainShape([20, 20], [2, 2], [2])]
           let whole = Bytes(Of(PackedItems, 4, 1, 3, table) with { Precision = Precision.Int4 }, seed: 1)
           select FilePacker.Pack(whole).ToArray(),
    ];

    /// <summary>
    /// A model of a few megabytes that is valid and takes long: as many items as there can be, of which each costs 1,024 products.
    /// </summary>
    public static byte[] Slow() => Bytes(
        Of(ModelConfiguration.MaxItems, 16, 1, 8, new PlainTrainShape([1 << 14, 1 << 13], [4, 4], [256])) with
        {
            Precision = Precision.Int4,
        },
        seed: 1);

    private static ModelConfiguration Of(int items, int width, int layers, int maxLength, TableShape table) => new()
    {
        Items = items,
        Encoder = new EncoderSizes { Width = width, Inner = width, Heads = 2, Layers = layers, MaxLength = maxLength },
        Table = table,
    };

    private static CatalogIds? Ids(int n, int items) => (n % 3) switch
    {
        0 => null,
        1 => ItemIds.NumbersOrTexts([.. Enumerable.Range(0, items).Select(i => $"{(i * 1_000_003L) - 7}")]),
        _ => ItemIds.NumbersOrTexts([.. Enumerable.Range(0, items).Select(i => $"pear {i * 7 % 10} é{i}")]),
    };

    private static byte[] Bytes(ModelConfiguration configuration, int seed, CatalogIds? ids = null, TrainingRecord? training = null)
    {
        var random = new Random(seed);
        var writer = new ModelFileWriter(configuration, ids, training);
        foreach ((TensorRole role, int index) in configuration.Tensors)
        {
            bool areCodes = configuration.Table is BinaryCodesShape && (role, index) == (TensorRole.Core, 1);
            float[] values = new float[writer.Count(role, index)];
            foreach (ref float value in values.AsSpan())
            {
                value = random.NextSingle() - 0.5f;
                if (areCodes) value = MathF.CopySign(1, value);
            }

            writer.Set(role, index, values);
        }

        using var file = new MemoryStream();
        writer.Write(file);
        return file.ToArray();
    }
}
