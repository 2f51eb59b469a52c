namespace OnDeviceRec.Testing;

/// <summary>A tensor differs from the golden one.</summary>
public sealed class GoldenMismatchException(string message) : Exception(message);
