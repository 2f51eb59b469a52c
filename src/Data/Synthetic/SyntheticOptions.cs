namespace OnDeviceRec.Data;

/// <summary>The sizes and chances of <see cref="SyntheticCatalog"/>, in the letters used there.</summary>
public sealed record SyntheticOptions
{
    /// <summary>V, at least Categories · Stages · Styles.</summary>
    public int Items { get; init; } = 6_000;

    /// <summary>Number of train sequences.</summary>
    public int Sequences { get; init; } = 14_000;

    /// <summary>Number of test sequences, from the same source.</summary>
    public int TestSequences { get; init; } = 2_000;

    /// <summary>C, the kinds of things people shop for.</summary>
    public int Categories { get; init; } = 12;

    /// <summary>L, the steps of one errand, in their cyclic order.</summary>
    public int Stages { get; init; } = 4;

    /// <summary>S, tastes: one a sequence, one an item.</summary>
    public int Styles { get; init; } = 2;

    /// <summary>Zipf exponent of the categories, 0 .. 4.</summary>
    public double CategoryExponent { get; init; } = 0.8;

    /// <summary>Zipf exponent of the items of a group, 0 .. 4.</summary>
    public double ItemExponent { get; init; } = 1.2;

    /// <summary>Exponent of the sequence lengths, 0 .. 4.</summary>
    public double LengthExponent { get; init; } = 2;

    /// <summary>Fewest items of a sequence, at least 2.</summary>
    public int MinLength { get; init; } = 2;

    /// <summary>Most items of a sequence, at least MinLength.</summary>
    public int MaxLength { get; init; } = 50;

    /// <summary>Chance that the next item is drawn from the sequence itself.</summary>
    public double Repeat { get; init; } = 0.12;

    /// <summary>Chance that a new item begins another errand.</summary>
    public double Jump { get; init; } = 0.1;

    /// <summary>Chance that a new item of the same errand belongs to the next stage; it stays in the stage otherwise.</summary>
    public double Advance { get; init; } = 0.7;

    /// <summary>Chance that a new item has the style of the sequence for certain.</summary>
    public double Fidelity { get; init; } = 0.8;

    internal void Check()
    {
        AtLeast(Categories, 1, nameof(Categories));
        AtLeast(Stages, 1, nameof(Stages));
        AtLeast(Styles, 1, nameof(Styles));
        AtLeast(Items, (long)Categories * Stages * Styles, nameof(Items));
        AtLeast(Dataset.MaxItems, Items, "the largest catalog");
        AtLeast(Sequences, 0, nameof(Sequences));
        AtLeast(TestSequences, 0, nameof(TestSequences));
        AtLeast(MinLength, 2, nameof(MinLength));
        AtLeast(MaxLength, MinLength, nameof(MaxLength));
        Within(CategoryExponent, 4, nameof(CategoryExponent));
        Within(ItemExponent, 4, nameof(ItemExponent));
        Within(LengthExponent, 4, nameof(LengthExponent));
        Within(Repeat, 1, nameof(Repeat));
        Within(Jump, 1, nameof(Jump));
        Within(Advance, 1, nameof(Advance));
        Within(Fidelity, 1, nameof(Fidelity));
    }

    private static void AtLeast(int value, long least, string name)
    {
        if (value < least) throw new ArgumentException($"SyntheticCatalog: {name} is {value}; it must be at least {least}.");
    }

    private static void Within(double value, double most, string name)
    {
        if (!(value >= 0 && value <= most))
            throw new ArgumentException($"SyntheticCatalog: {name} is {value}; it must be within 0 .. {most}.");
    }
}
