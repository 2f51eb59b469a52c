using static System.FormattableString;

namespace OnDeviceRec.Training;

/// <summary>A finished epoch.</summary>
/// <param name="Epoch">Its number, from 0.</param>
/// <param name="Loss">The mean weighted training loss.</param>
/// <param name="Seconds">Its duration, validation included.</param>
/// <param name="Valid">The validation's metrics, or null without validation.</param>
public sealed record EpochRecord(int Epoch, double Loss, double Seconds, ValidationResult? Valid)
{
    /// <summary>Loss, validation metrics in percent and duration, in one line.</summary>
    public override string ToString()
    {
        string valid = Valid is { } v
            ? Invariant($", valid HR@20 {100 * v.HitRate20:F2} MRR@20 {100 * v.ReciprocalRank20:F2} NDCG@10 {100 * v.Gain10:F2}")
            : string.Empty;
        return Invariant($"loss {Loss:F4}{valid}, {Seconds:F0} s");
    }
}
