using System.Text.Json.Nodes;

namespace OnDeviceRec.Jobs.Lists;

/// <summary>What carries a listed item: copying from the session, or the catalog.</summary>
/// <param name="Copied">The share of its probability that comes from copying, 0 where the session does not hold it; the rest is the
/// catalog's.</param>
/// <param name="Positions">The positions that hold it, the last one first, with their parts of that share.</param>
public sealed record ItemReason(double Copied, PositionShare[] Positions)
{
    /// <summary><c>{"copied": …, "catalog": …, "positions": [{"back": …, "share": …}]}</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["copied"] = Copied,
        ["catalog"] = 1 - Copied,
        ["positions"] = new JsonArray(
            [.. Positions.Select(one => (JsonNode)new JsonObject { ["back"] = one.Back, ["share"] = one.Share })]),
    };
}
