using System.Text.Json.Nodes;

namespace OnDeviceRec.Data.Logs;

/// <summary>How many sequences, and how many events they have together.</summary>
/// <param name="Sequences">Sequences.</param>
/// <param name="Events">Their events.</param>
public readonly record struct SequenceCount(long Sequences, long Events)
{
    internal JsonObject ToJson() => new() { ["sequences"] = Sequences, ["events"] = Events };
}
