namespace OnDeviceRec.Data.Tests;

/// <summary>A made-up shop on which a training takes a fraction of a second.</summary>
internal static class SmallData
{
    /// <summary>V.</summary>
    public const int Items = 60;

    public static Dataset Shop { get; } = SyntheticCatalog.Generate(
        new SyntheticOptions
        {
            Items = Items,
            Sequences = 120,
            TestSequences = 30,
            Categories = 4,
            Stages = 3,
            Styles = 2,
            ItemExponent = 1,
            MaxLength = 12,
        },
        seed: 5);
}
