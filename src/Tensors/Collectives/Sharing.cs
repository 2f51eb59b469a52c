using OnDeviceRec.Kernels;

namespace OnDeviceRec.Tensors;

/// <summary>
/// How the work of a training step is shared out among ranks: what is cut is cut into <see cref="Slices"/> slices whatever their number,
/// rank r of R has the slices r·Slices/R .. (r + 1)·Slices/R − 1, and sums over slices are made in the order of a tree,
/// ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)), of which every rank has a whole branch. So one rank and eight end with the same bits.
/// </summary>
public sealed class Sharing
{
    /// <summary>Slices of a batch and of a catalog; the most ranks there can be.</summary>
    public const int Slices = 8;

    /// <summary>The items of a block, which is one rank's.</summary>
    public const int ItemsPerBlock = 256;

    private float[] roots = [];
    private int[] offsets = [];

    /// <summary>The sharing among some ranks.</summary>
    /// <param name="collectives">The ranks.</param>
    /// <exception cref="ArgumentException">There are not 1, 2, 4 or 8 of them.</exception>
    public Sharing(ICollectives collectives)
    {
        ArgumentNullException.ThrowIfNull(collectives);
        if (!CanBe(collectives.Ranks))
            throw new ArgumentException($"Training on {collectives.Ranks} ranks: give 1, 2, 4 or {Slices} of them.");
        Collectives = collectives;
        int each = Slices / collectives.Ranks;
        (From, To) = (collectives.Rank * each, (collectives.Rank + 1) * each);
    }

    /// <summary>Whether so many ranks can share.</summary>
    /// <param name="ranks">How many.</param>
    public static bool CanBe(int ranks) => Slices % ranks == 0;

    /// <summary>One rank, which has it all.</summary>
    public static Sharing Alone { get; } = new(new SingleProcess());

    /// <summary>The ranks.</summary>
    public ICollectives Collectives { get; }

    /// <summary>This rank's first slice.</summary>
    public int From { get; }

    /// <summary>The slice behind its last one.</summary>
    public int To { get; }

    /// <summary>Whether there is one rank alone.</summary>
    public bool IsAlone => Collectives.Ranks == 1;

    /// <summary>Whether this is rank 0, which writes what all of them have.</summary>
    public bool IsFirst => Collectives.Rank == 0;

    /// <summary>Returns when the first rank has come here too.</summary>
    public void Await() => Collectives.Broadcast(stackalloc byte[1], root: 0);

    /// <summary>The first item of a slice of the catalog: slices are of whole blocks of <see cref="ItemsPerBlock"/> items.</summary>
    /// <param name="slice">0 to <see cref="Slices"/>; the last one is V itself.</param>
    /// <param name="items">V.</param>
    public static int FirstItem(int slice, int items)
    {
        long blocks = (items + ItemsPerBlock - 1L) / ItemsPerBlock;
        return (int)Math.Min(items, blocks * slice / Slices * ItemsPerBlock);
    }

    /// <summary>The first item of a rank.</summary>
    /// <param name="rank">0 to the number of ranks, for which it is V.</param>
    /// <param name="items">V.</param>
    public int FirstItemOf(int rank, int items) => FirstItem(rank * Slices / Collectives.Ranks, items);

    /// <summary>Makes this rank's sum of its own slices the sum of all, in the order of the tree.</summary>
    /// <param name="sum">As long on every rank.</param>
    public void Sum(Span<float> sum)
    {
        int ranks = Collectives.Ranks, n = sum.Length;
        if (ranks == 1) return;
        if (roots.Length < ranks * n) roots = new float[ranks * n];
        Span<float> all = roots.AsSpan(0, ranks * n);
        sum.CopyTo(all[(Collectives.Rank * n)..]);
        Collectives.AllGather(all, OffsetsOf(n));
        for (int step = 1; step < ranks; step *= 2)
            for (int k = 0; k < ranks; k += 2 * step) Add.Run(all.Slice((k + step) * n, n), all.Slice(k * n, n));
        all[..n].CopyTo(sum);
    }

    /// <summary>Makes every slice's part known to all ranks: parts are equally long and stand in the order of the slices.</summary>
    /// <typeparam name="T">A number.</typeparam>
    /// <param name="parts">Those of this rank's slices are filled.</param>
    public void Gather<T>(Span<T> parts)
        where T : unmanaged
    {
        if (!IsAlone) Collectives.AllGather(parts, OffsetsOf(parts.Length / Collectives.Ranks));
    }

    private ReadOnlySpan<int> OffsetsOf(int each)
    {
        if (offsets.Length == 0) offsets = new int[Collectives.Ranks + 1];
        for (int k = 0; k < offsets.Length; k++) offsets[k] = k * each;
        return offsets;
    }
}
