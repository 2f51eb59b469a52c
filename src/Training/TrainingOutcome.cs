namespace OnDeviceRec.Training;

/// <summary>What a training run came to.</summary>
/// <param name="Epochs">The finished epochs, in order.</param>
/// <param name="Best">The epoch whose weights the model holds: the best by validation, or the last without validation.</param>
/// <param name="Interrupted">Whether it was stopped from outside; a checkpoint holds its state.</param>
public sealed record TrainingOutcome(IReadOnlyList<EpochRecord> Epochs, EpochRecord? Best, bool Interrupted)
{
    /// <summary>The time of the finished epochs.</summary>
    public double Seconds => Epochs.Sum(epoch => epoch.Seconds);
}
