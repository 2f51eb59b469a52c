using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Models.Files;

/// <summary>What the bytes of a model file are spent on before it is packed, and what packing saves.</summary>
/// <param name="Items">The item table.</param>
/// <param name="Encoder">The encoder with its readout and copy head.</param>
/// <param name="Ids">The catalog's own ids, with their entry in the section table.</param>
/// <param name="Frame">Header, section table, configuration, training record and what alignment adds.</param>
/// <param name="Saved">What packing takes away from all of them; 0 for a file that is not packed.</param>
public sealed record FileParts(long Items, long Encoder, long Ids, long Frame, long Saved)
{
    /// <summary>The file unpacked.</summary>
    public long Whole => Items + Encoder + Ids + Frame;


    /// <summary>The parts of a file.</summary>
    /// <param name="file">The file.</param>
    public static FileParts Of(ModelFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        long items = 0, encoder = 0;
        foreach (ModelSection tensor in file.Layout.Tensors)
        {
            if (tensor.Role is TensorRole.ItemTable or TensorRole.Core) items += tensor.Length;
            else encoder += tensor.Length;
        }

        long withoutIds = new ModelLayout(file.Configuration, training: file.Layout.Behind(ElementType.Training) is not null).FileLength;
        return new FileParts(
            items, encoder, file.UnpackedLength - withoutIds, withoutIds - items - encoder, file.UnpackedLength - file.Length);
    }
}
