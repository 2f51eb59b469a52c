using System.Globalization;
using static System.FormattableString;

namespace OnDeviceRec.Training;

/// <summary>A finished epoch.</summary>
/// <param name="Epoch">Its number, from 0.</param>
/// <param name="Loss">The mean weighted training loss.</param>
/// <param name="Seconds">Its duration, validation included.</param>
/// <param name="Valid">The validation's metrics, or null without validation.</param>
public sealed record EpochRecord(int Epoch, double Loss, double Seconds, ValidationResult? Valid)
{
    // From here on fewer decimals tell as much.
    private const double HighLoss = 100;

    /// <summary>The means of the unweighted losses.</summary>
    public LossTerms Terms { get; init; }

    /// <summary>
    /// Loss, the validation's HR@20 and MRR@20 in percent, and duration: so short that a line of 80 columns holds it behind the name of a
    /// training and the number of its epoch.
    /// </summary>
    public override string ToString()
    {
        string valid = Valid is { } v ? Invariant($", HR {100 * v.HitRate20:F2} MRR {100 * v.ReciprocalRank20:F2}") : string.Empty;
        string loss = Loss.ToString(Loss < HighLoss ? "F3" : "F1", CultureInfo.InvariantCulture);
        return Invariant($"loss {loss}{valid}, {Seconds:F0} s");
    }
}
