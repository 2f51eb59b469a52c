namespace OnDeviceRec.Fuzzing;

/// <summary>What became of an input.</summary>
/// <param name="Refusal">The documented exception, or null if the input was taken.</param>
/// <param name="Allocated">Bytes that reading allocated.</param>
/// <param name="OfBound">The same as a share of what it may.</param>
public readonly record struct Outcome(Exception? Refusal, long Allocated, double OfBound);
