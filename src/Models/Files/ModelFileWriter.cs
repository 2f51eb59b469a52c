using System.Buffers.Binary;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Models.Files;

/// <summary>Makes a model file: a configuration, then each of its tensors once, in any order. The bytes depend on nothing else.</summary>
public sealed class ModelFileWriter
{
    private readonly ModelLayout layout;
    private readonly byte[] bytes;
    private readonly bool[] isSet;

    /// <summary>A file of this configuration with no tensor set.</summary>
    /// <param name="configuration">The model's sizes.</param>
    /// <param name="ids">The catalog's own ids, one for each item, or null.</param>
    /// <param name="training">What the model was trained on, or null.</param>
    /// <exception cref="ArgumentException">
    /// The file would be longer than an array can be (just below 2 GiB), there are more or fewer ids than items, or one of them holds a
    /// control character.
    /// </exception>
    public ModelFileWriter(ModelConfiguration configuration, CatalogIds? ids = null, TrainingRecord? training = null)
    {
        if (training is not null && training.Job.Length != TrainingRecord.HashLength)
            throw new ArgumentException($"The job's hash has {training.Job.Length} bytes, expected {TrainingRecord.HashLength}.");
        if (ids is not null && ids.Count != configuration.Items)
            throw new ArgumentException($"The model has {configuration.Items} items, there are {ids.Count} ids.");
        if (ids is not null && ItemIds.FirstWithControlCharacter(ids) is > 0 and var item)
            throw new ArgumentException($"The id of item {item} holds a control character.");
        layout = new ModelLayout(configuration.Checked(), ids?.Bytes.Length ?? 0, training is not null);
        if (layout.FileLength > ModelLayout.MaxFileLength)
        {
            throw new ArgumentException(
                $"The model file would take {layout.FileLength} bytes, at most {ModelLayout.MaxFileLength} are possible.");
        }

        bytes = new byte[layout.FileLength];
        ReadOnlySpan<ModelSection> sections = layout.Sections;
        isSet = new bool[layout.Tensors.Length];
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

        ConfigurationSectionWriter.Write(configuration, bytes.AsSpan((int)sections[0].Offset, ConfigurationSection.Length));
        if (layout.Behind(ElementType.Ids) is { } section) ids!.Bytes.CopyTo(bytes.AsSpan((int)section.Offset));
        if (layout.Behind(ElementType.Training) is not { } record) return;
        Span<byte> said = bytes.AsSpan((int)record.Offset, (int)record.Length);
        training!.Job.CopyTo(said);
        BinaryPrimitives.WriteInt32LittleEndian(said[^8..], training.Trained);
        BinaryPrimitives.WriteInt32LittleEndian(said[^4..], training.Sequences);
    }

    /// <summary>Numbers of a tensor.</summary>
    /// <param name="role">What it is.</param>
    /// <param name="index">Its core or layer; 0 for roles that have neither.</param>
    /// <exception cref="ArgumentException">The model has no such tensor.</exception>
    public long Count(TensorRole role, int index = 0) => layout.Section(role, index).Count;

    /// <summary>Sets one tensor; its numbers are rounded to the configuration's precision, to nearest.</summary>
    /// <param name="role">What it is.</param>
    /// <param name="index">Its core or layer; 0 for roles that have neither.</param>
    /// <param name="values">Its numbers, row-major, of the shape that <see cref="TensorRole"/> names.</param>
    /// <exception cref="ArgumentException">The model has no such tensor, the count differs, or a number is not finite or too large for the
    /// precision.</exception>
    public void Set(TensorRole role, int index, ReadOnlySpan<float> values)
    {
        int at = layout.IndexOf(role, index);
        ModelSection section = layout.Sections[at];
        if (values.Length != section.Count)
            throw new ArgumentException($"{section.Name}: {values.Length} numbers, expected {section.Count}.");
        int bad = Finite.FirstBad(values);
        if (bad >= 0) throw new ArgumentException($"{section.Name}: number {bad} is {values[bad]}.");
        SectionWriter.Write(section, values, bytes.AsSpan((int)section.Offset, (int)section.Length));
        isSet[at - 1] = true;
    }

    /// <summary>Writes the file.</summary>
    /// <param name="stream">Where to.</param>
    /// <exception cref="InvalidOperationException">A tensor has not been set.</exception>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        int missing = isSet.AsSpan().IndexOf(false);
        if (missing >= 0) throw new InvalidOperationException($"{layout.Tensors[missing].Name} has not been set.");
        uint checksum = Checksum.Of(bytes.AsSpan(ModelLayout.ChecksumOffset + sizeof(uint)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ModelLayout.ChecksumOffset), checksum);
        stream.Write(bytes);
    }
}
