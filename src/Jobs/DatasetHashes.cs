using OnDeviceRec.Data;

namespace OnDeviceRec.Jobs;

/// <summary>What trainings read of a data set, part by part, so that those on another one are told apart and the part is named.</summary>
internal static class DatasetHashes
{
    /// <summary>The parts and their hashes; sequences count with their ends.</summary>
    /// <param name="dataset">The data set.</param>
    public static IReadOnlyList<(string Part, string Hash)> Of(Dataset dataset) =>
    [
        ("train sequences", ContentHash.Of(dataset.Train)),
        ("validation sequences", dataset.Valid is { } valid ? ContentHash.Of(valid) : "none"),
        ("item ids", dataset.ItemIds is { } ids ? ContentHash.Of(ids) : "none"),
    ];
}
