using System.Text.Json.Nodes;

namespace OnDeviceRec.Data.Logs;

/// <summary>The data set that was made of a job's tables.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MinPrefix">Shortest prefix that makes an example.</param>
/// <param name="Items">V.</param>
/// <param name="Train">The train part.</param>
/// <param name="Valid">The validation part, or null.</param>
/// <param name="Test">The test part.</param>
public sealed record PreparedParts(
    string Name, int MinPrefix, int Items, SequenceCount Train, SequenceCount? Valid, SequenceCount Test)
{
    /// <summary>Examples of a part: every sequence of it is longer than the shortest prefix.</summary>
    /// <param name="part">The part.</param>
    public long Examples(SequenceCount part) => part.Events - (part.Sequences * MinPrefix);

    /// <summary>The parts' sequences, events and examples.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["name"] = Name, ["minPrefix"] = MinPrefix, ["items"] = Items, ["train"] = Part(Train) };
        if (Valid is { } valid) json["valid"] = Part(valid);
        json["test"] = Part(Test);
        return json;
    }

    private JsonObject Part(SequenceCount part)
    {
        JsonObject json = part.ToJson();
        json["examples"] = Examples(part);
        return json;
    }
}
