namespace OnDeviceRec.Fuzzing;

/// <summary>A reader did something else than docs/security.md promises.</summary>
/// <param name="message">What.</param>
/// <param name="inner">What was thrown, or null.</param>
public sealed class BrokenPromiseException(string message, Exception? inner = null) : Exception(message, inner);
