using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Jobs;

/// <summary>From the ids of a data set to those of a model file.</summary>
internal static class DatasetIds
{
    /// <summary>A data set's ids as model files hold them, or null where it has none.</summary>
    /// <param name="dataset">The data set.</param>
    /// <exception cref="InputException">They cannot go into a model file: one is too long or there twice.</exception>
    public static CatalogIds? Of(Dataset dataset)
    {
        try
        {
            return dataset.ItemIds is null ? null : ItemIds.NumbersOrTexts(dataset.ItemIds);
        }
        catch (ArgumentException e)
        {
            throw new InputException($"{dataset.Name}, items.txt: {e.Message} A model file cannot hold such ids; change them.", e);
        }
    }
}
