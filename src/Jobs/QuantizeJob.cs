using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Jobs;

/// <summary>The verb <c>quantize</c>: a model's weights in fewer bits.</summary>
public static class QuantizeJob
{
    /// <summary>Writes the smaller file.</summary>
    /// <param name="from">The model file, in fp32.</param>
    /// <param name="precision">How to store its matrices.</param>
    /// <param name="to">The file to write.</param>
    /// <param name="packed">Whether to pack it.</param>
    /// <exception cref="InputException">
    /// The file is not in fp32, an id holds a control character, or a number is too large for the precision; or the file to write is that
    /// one, or another run's.
    /// </exception>
    public static ModelDescription Run(string from, Precision precision, string to, bool packed)
    {
        using OutputLock held = JobPlaces.TakeFile(to, [from]);
        ModelFile model = ModelStore.Read(from);
        if (model.Configuration.Precision != Precision.Fp32)
        {
            throw new InputException(
                $"{from}: its weights are {PrecisionName.Of(model.Configuration.Precision)} already; "
                + "quantize the fp32 file that it came from.");
        }

        if (model.Ids is { } ids && ItemIds.FirstWithControlCharacter(ids) is > 0 and var item)
        {
            throw new InputException(
                $"{from}: the id of item {item} holds a control character, and no file with such ids is written; train it with other ids.");
        }

        try
        {
            ModelStore.Save(model, precision, to, packed);
        }
        catch (ArgumentException e)
        {
            throw new InputException($"{from}: {e.Message} Keep it in fp32 or try another precision.", e);
        }

        return ModelDescription.Of(to);
    }
}
