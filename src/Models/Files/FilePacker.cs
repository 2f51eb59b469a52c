using System.Buffers.Binary;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;

namespace OnDeviceRec.Models.Files;

/// <summary>
/// Takes the redundancy out of a model file: bits of codes are coded with what their item's group has of them, all other bytes with how
/// often they come. <see cref="PackedFile"/> makes the file whole again, byte by byte.
/// </summary>
public static class FilePacker
{
    /// <summary>The packed file, or the file itself where that is not smaller or it is packed already.</summary>
    /// <param name="file">A model file's bytes.</param>
    /// <exception cref="Device.ModelFormatException">They are none.</exception>
    public static ReadOnlyMemory<byte> Pack(ReadOnlyMemory<byte> file)
    {
        ModelFile model = ModelFile.Parse(file.Span);
        if (model.UnpackedLength != file.Length) return file;
        byte[] packed = Pack(file, model);
        return packed.Length < file.Length && file.Length <= (long)packed.Length * PackedFile.MaxFactor ? packed : file;
    }

    private static byte[] Pack(ReadOnlyMemory<byte> whole, ModelFile model)
    {
        ReadOnlySpan<byte> file = whole.Span;
        ModelConfiguration configuration = model.Configuration;
        (int items, int start, int end) = (0, 0, 0);
        CodeBits codes = default;
        if (configuration.Table is BinaryCodesShape shape)
        {
            ModelSection section = model.Layout.Section(TensorRole.Core, 1);
            (items, start, end) = (configuration.Items, (int)section.Offset, (int)(section.Offset + section.Length));
            codes = new CodeBits(whole[start..end], items, shape.Bits);
        }

        int groupBits = CodeGroups.BitsFor(items);
        var encoder = new BitEncoder();
        uint[] ofBytes = AdaptiveBit.Several(PackedFile.BytePhases * PackedFile.ByteChances);
        for (int i = 0; i < start; i++) Byte(file[i], i);
        if (items > 0) Codes(encoder, codes, groupBits);
        for (int i = end; i < file.Length; i++) Byte(file[i], i);
        byte[] stream = encoder.End(), packed = new byte[PackedFile.HeaderLength + stream.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(packed, PackedFile.Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(4), PackedFile.Version);
        BinaryPrimitives.WriteUInt64LittleEndian(packed.AsSpan(8), (ulong)packed.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(packed.AsSpan(16), (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(packed.AsSpan(24), (ulong)start);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(32), (uint)codes.Bits);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(36), (uint)items);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(40), (uint)groupBits);
        stream.CopyTo(packed.AsSpan(PackedFile.HeaderLength));
        return packed;

        void Byte(byte value, int at) => encoder.Number(
            ofBytes.AsSpan(at % PackedFile.BytePhases * PackedFile.ByteChances, PackedFile.ByteChances), value);
    }

    private static void Codes(BitEncoder encoder, CodeBits codes, int groupBits)
    {
        int bits = codes.Bits;
        int[] groups = CodeGroups.Of(codes, 1 << groupBits);
        uint[] ofGroups = AdaptiveBit.Several(1 << groupBits), ofCodes = AdaptiveBit.Several(bits << groupBits);
        float[] own = new float[bits];
        for (int v = 0; v < groups.Length; v++)
        {
            encoder.Number(ofGroups, groups[v]);
            codes.CopyTo(v, own);
            Span<uint> chances = ofCodes.AsSpan(groups[v] * bits, bits);
            for (int k = 0; k < bits; k++) encoder.Bit(ref chances[k], own[k] > 0 ? 1u : 0);
        }
    }
}
