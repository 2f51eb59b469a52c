namespace OnDeviceRec.Data;

/// <summary>
/// A made-up shop whose logs have what real ones have: few items with most of the interactions, categories, order, repeats, many short
/// sequences and some very long ones, and ids that say nothing.
/// </summary>
/// <remarks>
/// <para>
/// Hidden structure. Item v has a category c in 0 .. C − 1, a stage l in 0 .. L − 1 and a style z in 0 .. S − 1. The items of one (c, l)
/// are a group, V / (C·L) of them, ordered from favorite to last; their weights are w = (1, 2, 3, …)^−a with a the item exponent, and
/// within one style of the group again (1, 2, 3, …)^−a. Rows are a random permutation of all this: an id tells neither category nor
/// popularity. What decides the next item is few numbers an item (group, style, place), so that a compressed table can hold it.
/// </para>
/// <para>
/// A sequence draws its length n in MinLength .. MaxLength with P(n) ∝ n^−LengthExponent and its style z uniformly. Then item by item,
/// with u = (c, l) the group of the last item:
/// </para>
/// <list type="number">
/// <item>With chance Repeat an earlier position of the sequence, the later of two uniform draws, so that recent and frequent items come
/// back first: P(age j of k) = (2(k − j) − 1) / k², j = 0 the last item.</item>
/// <item>Otherwise the group: with chance Jump, and at the start, a category with P(c) ∝ (c + 1)^−CategoryExponent and a uniform stage;
/// else (c, l + 1 mod L) with chance Advance, (c, l) with 1 − Advance.</item>
/// <item>Then the item by its weight: with chance Fidelity among the group's items of style z, else among all of the group. The last
/// item alone gives the style away only in part; the whole prefix does better.</item>
/// </list>
/// <para>All draws come from SplitMix64 over whole numbers: a seed gives the same data on every machine and runtime.</para>
/// </remarks>
public static class SyntheticCatalog
{
    /// <summary>Draws a data set with minPrefix 1 and without validation sequences of its own.</summary>
    /// <param name="options">Sizes and chances.</param>
    /// <param name="seed">Which data set of this kind.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static Dataset Generate(SyntheticOptions options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        var world = new SyntheticWorld(options, SplitMix64.Keyed(seed, 0));
        return new Dataset(
            "synthetic",
            options.Items,
            minPrefix: 1,
            world.Draw(options.Sequences, SplitMix64.Keyed(seed, 1)),
            world.Draw(options.TestSequences, SplitMix64.Keyed(seed, 2)));
    }
}
