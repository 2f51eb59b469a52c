using System.Globalization;
using OnDeviceRec.Data;

namespace OnDeviceRec.Evaluation.Agreement;

/// <summary>Adds up what was found of single lists, in whatever order and from whatever thread it comes.</summary>
/// <param name="examples">The examples.</param>
internal sealed class AgreementTally(Examples examples)
{
    private readonly Lock entrance = new();
    private int identical, nearTies, swaps, recomputedDifferently, aloneDifferently;
    private double largestSwapGap, largestScoreDifference, largestRecomputeDifference;
    private (int Example, ListComparison List)? disagreement;

    /// <summary>Adds an example.</summary>
    /// <param name="example">Its index.</param>
    /// <param name="list">Its list beside the double-precision ranking.</param>
    /// <param name="recomputeDifference">How far the recomputed list is from it, or null where that is the same, bit for bit.</param>
    /// <param name="isSameAlone">Whether the list without scores has the same items.</param>
    public void Add(int example, ListComparison list, double? recomputeDifference, bool isSameAlone)
    {
        lock (entrance)
        {
            if (!isSameAlone) aloneDifferently++;
            if (list.Swaps == 0)
            {
                identical++;
            }
            else if (list.LargestGap <= AgreementResult.Tolerance)
            {
                nearTies++;
                swaps += list.Swaps;
            }
            else if (disagreement is not { } first || example < first.Example)
            {
                disagreement = (example, list);
            }

            largestSwapGap = Math.Max(largestSwapGap, list.LargestGap);
            largestScoreDifference = Math.Max(largestScoreDifference, list.ScoreDifference);
            if (recomputeDifference is not { } difference) return;
            recomputedDifferently++;
            largestRecomputeDifference = Math.Max(largestRecomputeDifference, difference);
        }
    }

    /// <summary>The sums, when all examples are in.</summary>
    /// <param name="threadedDifferently">As <see cref="AgreementResult.ThreadedDifferently"/>.</param>
    public AgreementResult Result(int threadedDifferently) => new()
    {
        Prefixes = examples.Count,
        Identical = identical,
        NearTies = nearTies,
        Swaps = swaps,
        LargestSwapGap = largestSwapGap,
        FirstDisagreement = disagreement is { } first ? Describe(examples[first.Example], first.List) : null,
        LargestScoreDifference = largestScoreDifference,
        RecomputedDifferently = recomputedDifferently,
        LargestRecomputeDifference = largestRecomputeDifference,
        ThreadedDifferently = threadedDifferently,
        AloneDifferently = aloneDifferently,
    };

    // Items by their ids, as everywhere outside.
    private static string Describe(Example example, ListComparison list) => string.Create(
        CultureInfo.InvariantCulture,
        $"after {example.PrefixLength} items of sequence {example.Sequence + 1} item {list.First.Row + 1} ({list.First.Score:G9}) "
        + $"stands before item {list.Second.Row + 1} ({list.Second.Score:G9})");
}
