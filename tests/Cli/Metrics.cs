using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests;

/// <summary>What the JSON of an evaluation must hold.</summary>
internal static class Metrics
{
    private static readonly string[] Names =
        [.. from metric in (string[])["HR", "MRR", "NDCG"] from k in (int[])[5, 10, 20] select $"{metric}@{k}"];

    public static void AreWhole(JsonNode? evaluation)
    {
        JsonObject json = evaluation!.AsObject();
        AreFractions(json);
        Assert.True((int)json["examples"]! > (int)json["sequences"]!);
        Assert.Equal(Names, json["intervals"]!.AsObject().Select(interval => interval.Key));
        foreach ((string name, JsonNode? interval) in json["intervals"]!.AsObject())
            Assert.InRange((double)json[name]!, (double)interval![0]!, (double)interval[1]!);
        JsonObject slices = json["slices"]!.AsObject();
        foreach (string slice in (string[])["head", "tail"]) AreFractions(slices[slice]!.AsObject());
        int split = (int)slices["head"]!["examples"]! + (int)slices["tail"]!["examples"]!;
        Assert.Equal((int)json["examples"]!, split);
    }

    private static void AreFractions(JsonObject json)
    {
        foreach (string name in Names) Assert.InRange((double)json[name]!, 0, 1);
        Assert.True((double)json["HR@20"]! >= (double)json["HR@5"]! && (double)json["HR@5"]! >= (double)json["MRR@5"]!);
    }
}
