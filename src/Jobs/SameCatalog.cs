using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Jobs;

/// <summary>A model file and a data set have to be of the same catalog: a number has to mean the same item in both.</summary>
public static class SameCatalog
{
    /// <summary>
    /// Throws unless they count the same items and, where the model file has the catalog's ids, each number has the same id in both. A
    /// model file without ids says nothing but how many items there are.
    /// </summary>
    /// <param name="path">The model file, for the message.</param>
    /// <param name="file">What is in it.</param>
    /// <param name="dataset">The data set.</param>
    /// <exception cref="InputException">They are of different catalogs.</exception>
    public static void Require(string path, ModelFile file, Dataset dataset)
    {
        int items = file.Configuration.Items;
        if (items != dataset.Items) throw Another(path, $"the model knows {items} items, the data set {dataset.Name} has {dataset.Items}");
        if (file.Ids is not { } ids) return;
        if (dataset.ItemIds is null) throw Another(path, $"the model has the catalog's ids, the data set {dataset.Name} has none");
        for (int item = 1; item <= items; item++)
        {
            (string own, string theirs) = (ids.IdOf(item), dataset.ItemIds[item - 1]);
            if (own != theirs) throw Another(path, $"item {item} is {own} to the model and {theirs} in the data set {dataset.Name}");
        }
    }

    private static InputException Another(string path, string difference) =>
        new($"{path}: {difference}; give the model of this data set.");
}
