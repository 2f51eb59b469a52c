namespace OnDeviceRec.Evaluation;

/// <summary>How much better one result is than another on the same examples.</summary>
/// <param name="Value">The metric of the first less that of the second.</param>
/// <param name="Interval">Its 95 % interval; where it holds no 0, the two differ by more than the draw of the sequences explains.</param>
public readonly record struct PairedDifference(double Value, Interval Interval);
