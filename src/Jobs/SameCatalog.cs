using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Jobs;

/// <summary>A model file and a data set have to be of the same catalog.</summary>
public static class SameCatalog
{
    /// <summary>Throws unless they count the same items.</summary>
    /// <param name="path">The model file, for the message.</param>
    /// <param name="items">V of the model.</param>
    /// <param name="dataset">The data set.</param>
    /// <exception cref="InputException">They do not.</exception>
    public static void Require(string path, int items, Dataset dataset)
    {
        if (items != dataset.Items)
        {
            throw new InputException(
                $"{path}: the model knows {items} items, the data set {dataset.Name} has {dataset.Items}; "
                + "give the model of this data set.");
        }
    }
}
