using OnDeviceRec.Data;

namespace OnDeviceRec.Evaluation;

/// <summary>Where a ranker put the target of every example, and what follows from it.</summary>
public sealed class EvaluationResult
{
    private readonly byte[] ranks;
    private readonly ushort[] slices;

    /// <summary>Takes the ranks over.</summary>
    /// <param name="examples">At least one.</param>
    /// <param name="ranks">As <see cref="Ranks"/>.</param>
    /// <param name="isHead">Whether each row is a head item, <c>[V]</c>.</param>
    internal EvaluationResult(Examples examples, byte[] ranks, bool[] isHead)
    {
        this.ranks = ranks;
        Examples = examples;
        var all = new RankHistogram();
        foreach (byte rank in ranks) all.Add(rank);
        Metrics = new Metrics(all);
        slices = Slicing.Of(examples, isHead);
        Slices = Slicing.Cut(slices, ranks);
        Starts = SequenceStarts.Of(examples);
    }

    /// <summary>The examples, in the order of <see cref="Ranks"/>.</summary>
    public Examples Examples { get; }

    /// <summary>The place of each example's target in the ranker's list, from 0, or 20 where it is not in the list.</summary>
    public ReadOnlySpan<byte> Ranks => ranks;

    /// <summary>Number of examples.</summary>
    public int ExampleCount => ranks.Length;

    /// <summary>Number of sequences that give an example.</summary>
    public int SequenceCount => Starts.Length - 1;

    /// <summary>The metrics over all examples.</summary>
    public Metrics Metrics { get; }

    /// <summary>The slices that hold an example: repeat, new; head, tail; the lengths of the prefix.</summary>
    public IReadOnlyList<Slice> Slices { get; }

    /// <summary>As <see cref="SequenceStarts"/>.</summary>
    internal int[] Starts { get; }

    /// <summary>A result that was kept as its <see cref="Ranks"/>.</summary>
    /// <param name="examples">The examples it is of.</param>
    /// <param name="ranks">Their ranks, 0 .. 20.</param>
    /// <param name="popularity">Occurrences in train: gives, for the slices, the head items.</param>
    /// <exception cref="ArgumentException">There are no examples, or these are no ranks of theirs.</exception>
    public static EvaluationResult OfRanks(Examples examples, ReadOnlySpan<byte> ranks, Popularity popularity)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(popularity);
        if (examples.Count == 0 || ranks.Length != examples.Count || ranks.ContainsAnyExceptInRange((byte)0, (byte)Metric.MaxCutoff))
        {
            throw new ArgumentException(
                $"EvaluationResult: {ranks.Length} numbers are no ranks from 0 to {Metric.MaxCutoff} of {examples.Count} examples.",
                nameof(ranks));
        }

        return new EvaluationResult(examples, ranks.ToArray(), popularity.HeadItems());
    }

    /// <summary>Whether an example is in a slice, by the bit of <see cref="Slicing.Bit"/>.</summary>
    internal bool IsIn(int example, ushort slice) => (slices[example] & slice) != 0;

    /// <summary>Throws unless both results are of the same examples.</summary>
    internal void RequireSameExamples(EvaluationResult other)
    {
        if (ExampleCount != other.ExampleCount)
        {
            throw new ArgumentException(
                $"The results are of different examples: {ExampleCount} against {other.ExampleCount} examples.", nameof(other));
        }

        for (int i = 0; i < ExampleCount; i++)
        {
            bool same = Examples[i] == other.Examples[i]
                && Examples.Target(i) == other.Examples.Target(i)
                && Examples.Prefix(i).SequenceEqual(other.Examples.Prefix(i));
            if (!same) throw new ArgumentException($"The results are of different examples: example {i} is not the same.", nameof(other));
        }
    }
}
