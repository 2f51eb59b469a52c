namespace OnDeviceRec.Data.Logs;

/// <summary>
/// What became of the test part, or of the validation part: Cut = CutOff + UnknownEvents + Short + Kept in events, and Short + Kept in
/// sequences.
/// </summary>
/// <param name="Cut">The sequences that the split gave it.</param>
/// <param name="CutOff">Left out: events before the last ones of a sequence that is too long.</param>
/// <param name="UnknownEvents">Left out: events of items that the train sequences do not have.</param>
/// <param name="Short">Left out: sequences with too few events left, with these.</param>
/// <param name="Kept">What is left.</param>
public sealed record LaterPart(SequenceCount Cut, long CutOff, long UnknownEvents, SequenceCount Short, SequenceCount Kept);
