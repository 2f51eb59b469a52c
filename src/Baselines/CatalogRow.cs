using OnDeviceRec.Data;

namespace OnDeviceRec.Baselines;

/// <summary>The check that the rankers over <see cref="Popularity"/> share.</summary>
internal static class CatalogRow
{
    /// <summary>Throws unless the row is one of the catalog.</summary>
    public static void CheckRow(this Popularity popularity, int row)
    {
        int items = popularity.Counts.Length;
        if ((uint)row >= (uint)items)
            throw new ArgumentOutOfRangeException(nameof(row), $"Append: row {row} of a catalog of {items} items.");
    }
}
