using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OnDeviceRec.Device;

/// <summary>Makes a model file: a configuration, then each of its tensors once, in any order. The bytes depend on nothing else.</summary>
public sealed class ModelFileWriter
{
    private readonly ModelLayout layout;
    private readonly byte[] bytes;
    private readonly bool[] isSet;

    /// <summary>A file of this configuration with no tensor set.</summary>
    /// <param name="configuration">The model's sizes.</param>
    /// <exception cref="ArgumentException">The file would be longer than an array can be (2 GiB).</exception>
    public ModelFileWriter(ModelConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        layout = new ModelLayout(configuration);
        if (layout.FileLength > Array.MaxLength)
            throw new ArgumentException($"The model file would take {layout.FileLength} bytes, at most {Array.MaxLength} are possible.");
        bytes = new byte[layout.FileLength];
        ReadOnlySpan<ModelSection> sections = layout.Sections;
        isSet = new bool[sections.Length];
        isSet[0] = true;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, ModelLayout.Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), ModelLayout.Version);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), (ulong)bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), (uint)sections.Length);
        for (int i = 0; i < sections.Length; i++)
        {
            Span<byte> entry = bytes.AsSpan(ModelLayout.HeaderLength + (i * ModelLayout.EntryLength));
            BinaryPrimitives.WriteUInt32LittleEndian(entry, sections[i].Type);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], (uint)sections[i].Element);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], (ulong)sections[i].Offset);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[16..], (ulong)sections[i].Length);
        }

        ConfigurationSection.Write(configuration, bytes.AsSpan((int)sections[0].Offset, ConfigurationSection.Length));
    }

    /// <summary>Sets one tensor.</summary>
    /// <param name="role">What it is.</param>
    /// <param name="index">Its core or layer; 0 for roles that have neither.</param>
    /// <param name="values">Its numbers, row-major, of the shape that <see cref="TensorRole"/> names.</param>
    /// <exception cref="ArgumentException">The model has no such tensor, the count differs, or a number is not finite.</exception>
    public void Set(TensorRole role, int index, ReadOnlySpan<float> values)
    {
        int at = layout.IndexOf(role, index);
        ModelSection section = layout.Sections[at];
        if (values.Length * (long)sizeof(float) != section.Length)
            throw new ArgumentException($"{section.Name}: {values.Length} numbers, expected {section.Length / sizeof(float)}.");
        int bad = Finite.FirstBad(values);
        if (bad >= 0) throw new ArgumentException($"{section.Name}: number {bad} is {values[bad]}.");
        MemoryMarshal.AsBytes(values).CopyTo(bytes.AsSpan((int)section.Offset));
        isSet[at] = true;
    }

    /// <summary>Writes the file.</summary>
    /// <param name="stream">Where to.</param>
    /// <exception cref="InvalidOperationException">A tensor has not been set.</exception>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        int missing = isSet.AsSpan().IndexOf(false);
        if (missing >= 0) throw new InvalidOperationException($"{layout.Sections[missing].Name} has not been set.");
        uint checksum = Checksum.Of(bytes.AsSpan(ModelLayout.ChecksumOffset + sizeof(uint)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ModelLayout.ChecksumOffset), checksum);
        stream.Write(bytes);
    }
}
