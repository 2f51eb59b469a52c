namespace OnDeviceRec.Data;

/// <summary>The largest item id allowed, and who said so.</summary>
/// <param name="Limit">The largest id.</param>
/// <param name="Origin">Where the limit comes from, for messages.</param>
/// <param name="Remedy">What else than the id could be corrected, for messages.</param>
internal sealed record CatalogSize(int Limit, string Origin, string Remedy)
{
    /// <summary>Before anything is known.</summary>
    public static CatalogSize Unknown { get; } =
        new(Dataset.MaxItems, "the most items a catalog may have", "number the items from 1 without gaps");

    /// <summary>As dataset.json declares.</summary>
    public static CatalogSize Declared(int items) => new(items, "the items of dataset.json", "its items there");

    /// <summary>As items.txt has lines.</summary>
    public static CatalogSize Listed(int items) => new(items, "the number of lines of items.txt", "add the missing lines there");
}
