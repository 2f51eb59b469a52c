using FsCheck;
using FsCheck.Fluent;
using OnDeviceRec.Data;

namespace OnDeviceRec.Evaluation.Tests;

/// <summary>Results made of given ranks, without a ranker.</summary>
internal static class Results
{
    /// <summary>Rank 20: the target is not in the list.</summary>
    public const byte Missed = Metric.MaxCutoff;

    private const int Items = 6;

    /// <summary>A sequence for each array, with that many examples of minPrefix 1, all of items 0 1 0 1 …; row 0 is head.</summary>
    public static EvaluationResult Of(params byte[][] ranks)
    {
        Sequences sequences = Sequences.Of([.. ranks.Select(of => Enumerable.Range(0, of.Length + 1).Select(i => i % 2).ToArray())]);
        return new EvaluationResult(new Examples(sequences, 1), [.. ranks.SelectMany(of => of)], [true, false]);
    }

    /// <summary>1 to 12 sequences of 2 to 40 items, any ranks, any head items, minPrefix 1 to 2.</summary>
    public static Arbitrary<EvaluationResult> Any { get; } = (
        from minPrefix in Gen.Choose(1, 2)
        from lengths in Gen.Choose(minPrefix + 1, 40).NonEmptyListOf().Resize(12)
        from rows in Gen.Choose(0, Items - 1).ListOf(lengths.Sum())
        from ranks in Gen.Choose(0, Missed).ListOf(lengths.Sum(length => length - minPrefix))
        from isHead in Gen.Elements(true, false).ListOf(Items)
        select new EvaluationResult(
            new Examples(Cut(rows, lengths), minPrefix), [.. ranks.Select(rank => (byte)rank)], [.. isHead])).ToArbitrary();

    private static Sequences Cut(IEnumerable<int> rows, IEnumerable<int> lengths)
    {
        var builder = new SequencesBuilder();
        using IEnumerator<int> next = rows.GetEnumerator();
        foreach (int length in lengths)
        {
            for (int i = 0; i < length && next.MoveNext(); i++) builder.Append(next.Current);
            builder.EndSequence();
        }

        return builder.Build();
    }
}
