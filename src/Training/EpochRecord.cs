namespace OnDeviceRec.Training;

/// <summary>A finished epoch.</summary>
/// <param name="Epoch">Its number, from 0.</param>
/// <param name="Loss">The mean weighted training loss.</param>
/// <param name="Seconds">Its duration, validation included.</param>
/// <param name="Valid">The validation's metrics, or null without validation.</param>
public sealed record EpochRecord(int Epoch, double Loss, double Seconds, ValidationResult? Valid);
