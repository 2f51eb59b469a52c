using System.Buffers.Binary;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Files;

/// <summary>
/// Takes the redundancy out of a model file: bits of codes are coded with what their item's group has of them, all other bytes with how
/// often they come. <see cref="PackedFile"/> makes the file whole again, byte by byte.
/// </summary>
public static class FilePacker
{
    /// <summary>The packed file, or the file itself where that is not smaller.</summary>
    /// <param name="file">A model file's bytes.</param>
    /// <exception cref="Device.ModelFormatException">They are none.</exception>
    public static ReadOnlyMemory<byte> Pack(ReadOnlyMemory<byte> file)
    {
        ModelFile model = ModelFile.Parse(file.Span);
        byte[] packed = Pack(file.Span, model);
        return packed.Length < file.Length && file.Length <= (long)packed.Length * PackedFile.MaxFactor ? packed : file;
    }

    /// <summary>How many groups the items of a catalog are in, as a power of two.</summary>
    /// <param name="items">V.</param>
    public static int GroupBits(int items) => CodeGroups.BitsFor(items, PackedFile.MaxGroupBits);

    private static byte[] Pack(ReadOnlySpan<byte> file, ModelFile model)
    {
        ModelConfiguration configuration = model.Configuration;
        int bits = 0, groupBits = 0, start = 0;
        using Tensor? codes = configuration.Table is BinaryCodesShape ? CodesOf(model) : null;
        if (codes is not null)
        {
            var layout = new ModelLayout(configuration);
            ModelSection section = new ModelLayout(
                configuration, model.Ids?.Bytes.Length ?? 0, model.Training is not null).Sections[layout.IndexOf(TensorRole.Core, 1)];
            (bits, start) = (codes.Columns, (int)section.Offset);
            groupBits = GroupBits(codes.Rows);
        }

        int end = start + ((codes?.Rows + 15) / 16 * 16 * ((bits + 7) / 8) ?? 0);
        var encoder = new BitEncoder();
        uint[] ofBytes = AdaptiveBit.Several(PackedFile.BytePhases * PackedFile.ByteChances);
        for (int i = 0; i < start; i++) Byte(file[i], i);
        if (codes is not null) Codes(encoder, codes, groupBits);
        for (int i = end; i < file.Length; i++) Byte(file[i], i);
        byte[] stream = encoder.End(), packed = new byte[PackedFile.HeaderLength + stream.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(packed, PackedFile.Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(4), PackedFile.Version);
        BinaryPrimitives.WriteUInt64LittleEndian(packed.AsSpan(8), (ulong)packed.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(packed.AsSpan(16), (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(packed.AsSpan(24), (ulong)start);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(32), (uint)bits);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(36), (uint)(codes?.Rows ?? 0));
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(40), (uint)groupBits);
        stream.CopyTo(packed.AsSpan(PackedFile.HeaderLength));
        return packed;

        void Byte(byte value, int at) => encoder.Number(
            ofBytes.AsSpan(at % PackedFile.BytePhases * PackedFile.ByteChances, PackedFile.ByteChances), value);
    }

    private static void Codes(BitEncoder encoder, Tensor codes, int groupBits)
    {
        int bits = codes.Columns;
        int[] groups = CodeGroups.Of(codes, 1 << groupBits);
        uint[] ofGroups = AdaptiveBit.Several(1 << groupBits), ofCodes = AdaptiveBit.Several(bits << groupBits);
        for (int v = 0; v < codes.Rows; v++)
        {
            encoder.Number(ofGroups, groups[v]);
            ReadOnlySpan<float> own = codes.Row(v);
            Span<uint> chances = ofCodes.AsSpan(groups[v] * bits, bits);
            for (int k = 0; k < bits; k++) encoder.Bit(ref chances[k], own[k] > 0 ? 1u : 0);
        }
    }

    // 0 and 1, [V, R].
    private static Tensor CodesOf(ModelFile model)
    {
        (int items, int bits) = (model.Configuration.Items, (int)(model.Count(TensorRole.Core, 1) / model.Configuration.Items));
        float[] signs = new float[items * bits];
        model.CopyTo(TensorRole.Core, 1, signs);
        var codes = new Tensor(new Shape(items, bits));
        for (int v = 0; v < items; v++)
            for (int k = 0; k < bits; k++) codes.Row(v)[k] = signs[(k * items) + v] > 0 ? 1 : 0;
        return codes;
    }
}
