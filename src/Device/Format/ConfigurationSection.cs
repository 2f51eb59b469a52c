using System.Runtime.InteropServices;
using OnDeviceRec.Device.Tables;

namespace OnDeviceRec.Device.Format;

/// <summary>
/// The configuration as 38 words of four bytes: fourteen of the model, among them two of its table, then 24 more of its table.
/// </summary>
internal static class ConfigurationSection
{
    public const int Length = (FirstFactor + TableWords.Count - TableSizes) * sizeof(uint);

    private const int FirstTableSize = 9, TableSizes = 2, FirstFactor = 14;

    /// <exception cref="ModelFormatException">The words are no configuration.</exception>
    public static ModelConfiguration Read(ReadOnlySpan<byte> bytes)
    {
        // Words are unsigned; one above the largest int comes out negative here and fails every check of sizes.
        ReadOnlySpan<int> words = MemoryMarshal.Cast<byte, int>(bytes);
        Span<int> table = stackalloc int[TableWords.Count], again = stackalloc int[TableWords.Count];
        for (int i = 0; i < table.Length; i++) table[i] = words[WordOfTable(i)];
        try
        {
            var encoder = new EncoderSizes
            {
                Width = words[1],
                Inner = words[2],
                Heads = words[3],
                Layers = words[4],
                MaxLength = words[5],
                Readout = (ReadoutKind)words[6],
                LayerNormEpsilon = BitConverter.Int32BitsToSingle(words[8]),
            };
            ModelConfiguration configuration = new ModelConfiguration
            {
                Items = words[0],
                Encoder = encoder,
                Table = TableShape.Read(words[7], new TableWords(table)),
                Precision = (Precision)words[11],
                Head = (HeadKind)words[12],
                LogitScale = BitConverter.Int32BitsToSingle(words[13]),
            }.Checked();
            configuration.Table.Write(new TableWords(again), configuration.Items, encoder.Width);
            int other = table.CommonPrefixLength(again);
            if (other == table.Length) return configuration;
            throw new ModelFormatException($"Configuration: word {WordOfTable(other)} is {(uint)table[other]}, expected {again[other]}.");
        }
        catch (ArgumentException e)
        {
            throw new ModelFormatException($"Configuration: {e.Message}", e);
        }
    }

    /// <summary>Where a word of the table stands among all of them.</summary>
    public static int WordOfTable(int i) => i < TableSizes ? FirstTableSize + i : FirstFactor + i - TableSizes;
}
