namespace OnDeviceRec.Data;

/// <summary>Sequences left out because they give no example: shorter than minPrefix + 1 items.</summary>
/// <param name="Train">Left out of the train file.</param>
/// <param name="Test">Left out of the test file.</param>
/// <param name="Valid">Left out of the validation file.</param>
public readonly record struct SkippedSequences(int Train, int Test, int Valid);
