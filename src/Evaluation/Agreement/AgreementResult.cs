using System.Globalization;
using System.Text.Json.Nodes;

namespace OnDeviceRec.Evaluation.Agreement;

/// <summary>How the device's lists stand beside the double-precision ranking, over all prefixes.</summary>
public sealed record AgreementResult
{
    /// <summary>How far two scores may be apart, relative to the larger one's magnitude, for their items to change places.</summary>
    public const double Tolerance = 1e-5;

    /// <summary>Lists that were compared: all examples of the sequences.</summary>
    public required int Prefixes { get; init; }

    /// <summary>Lists that are the double-precision ranking's.</summary>
    public required int Identical { get; init; }

    /// <summary>Lists that differ, but only by swaps of items whose double scores are within the tolerance.</summary>
    public required int NearTies { get; init; }

    /// <summary>Swapped pairs in those lists.</summary>
    public required int Swaps { get; init; }

    /// <summary>The largest relative difference of the double scores of a swapped pair, in any list.</summary>
    public required double LargestSwapGap { get; init; }

    /// <summary>Lists that differ by more: none, if the device is right.</summary>
    public int Disagreements => Prefixes - Identical - NearTies;

    /// <summary>The first of those, in words, or null.</summary>
    public required string? FirstDisagreement { get; init; }

    /// <summary>The largest relative difference of a listed item's score on the device and in double.</summary>
    public required double LargestScoreDifference { get; init; }

    /// <summary>Lists whose rows or scores are not, bit for bit, those of a fresh history given the whole window at once.</summary>
    public required int RecomputedDifferently { get; init; }

    /// <summary>The largest relative difference of a listed item's score to that of a fresh history.</summary>
    public required double LargestRecomputeDifference { get; init; }

    /// <summary>Lists whose rows or scores are not, bit for bit, the same on 1 thread and with the model shared by 8.</summary>
    public required int ThreadedDifferently { get; init; }

    /// <summary>Lists that have other items where no scores are asked for.</summary>
    public required int AloneDifferently { get; init; }

    /// <summary>What is wrong, in one line, or null where trainer and device agree.</summary>
    public string? Fault =>
        Disagreements > 0 ? $"{Disagreements} of {Prefixes} lists are not the double-precision ranking's: {FirstDisagreement}"
        : !(LargestRecomputeDifference <= Tolerance)
            ? Invariant($"appending item by item and recomputing differ by {LargestRecomputeDifference:G3}, more than {Tolerance:G1}, ")
                + Invariant($"relative; {RecomputedDifferently} of {Prefixes} lists differ")
        : ThreadedDifferently > 0
            ? $"{ThreadedDifferently} of {Prefixes} lists are others on {AgreementCheck.ConcurrentThreads} threads than on 1"
        : AloneDifferently > 0 ? $"{AloneDifferently} of {Prefixes} lists are others without their scores"
        : null;

    /// <summary>All of it, by the names of the properties.</summary>
    public JsonObject ToJson() => new()
    {
        ["prefixes"] = Prefixes,
        ["identical"] = Identical,
        ["nearTies"] = NearTies,
        ["swaps"] = Swaps,
        ["largestSwapGap"] = LargestSwapGap,
        ["disagreements"] = Disagreements,
        ["firstDisagreement"] = FirstDisagreement,
        ["largestScoreDifference"] = LargestScoreDifference,
        ["recomputedDifferently"] = RecomputedDifferently,
        ["largestRecomputeDifference"] = LargestRecomputeDifference,
        ["threadedDifferently"] = ThreadedDifferently,
        ["aloneDifferently"] = AloneDifferently,
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
