using System.Buffers.Binary;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;

namespace OnDeviceRec.Models.Files;

/// <summary>Makes the section of a file's configuration (<see cref="ConfigurationSection"/>).</summary>
internal static class ConfigurationSectionWriter
{
    public static void Write(ModelConfiguration c, Span<byte> bytes)
    {
        bytes.Clear();
        EncoderSizes e = c.Encoder;
        ReadOnlySpan<int> words =
        [
            c.Items, e.Width, e.Inner, e.Heads, e.Layers, e.MaxLength, (int)e.Readout, c.Table.Code,
            BitConverter.SingleToInt32Bits(e.LayerNormEpsilon),
            0, 0, (int)c.Precision, (int)c.Head, BitConverter.SingleToInt32Bits(c.LogitScale),
        ];
        for (int i = 0; i < words.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes[(i * sizeof(int))..], words[i]);
        Span<int> table = stackalloc int[TableWords.Count];
        table.Clear();
        c.Table.Write(new TableWords(table), c.Items, e.Width);
        for (int i = 0; i < table.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes[(ConfigurationSection.WordOfTable(i) * sizeof(int))..], table[i]);
    }
}
