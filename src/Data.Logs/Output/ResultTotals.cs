namespace OnDeviceRec.Data.Logs.Output;

/// <summary>What the SQL text's results are together.</summary>
/// <param name="Items">V.</param>
/// <param name="Train">The train part.</param>
/// <param name="Valid">The validation part; none where it is not asked for, or nothing is in it.</param>
/// <param name="Test">The test part.</param>
internal sealed record ResultTotals(int Items, SequenceCount Train, SequenceCount Valid, SequenceCount Test);
