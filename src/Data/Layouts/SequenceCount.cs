namespace OnDeviceRec.Data.Layouts;

/// <summary>How many sequences, and how many events they have together.</summary>
/// <param name="Sequences">Sequences.</param>
/// <param name="Events">Their events.</param>
public readonly record struct SequenceCount(int Sequences, int Events)
{
    internal static SequenceCount Of(Sequences sequences) => new(sequences.Count, sequences.ItemCount);
}
