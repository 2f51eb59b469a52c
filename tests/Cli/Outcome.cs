using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests;

/// <summary>How a call of the command ended.</summary>
internal sealed record Outcome(int Code, string Output, string Errors)
{
    // What every verb says of the call; see CallFieldsTests.
    private static readonly string[] CallFields = ["version", "seed", "options"];

    /// <summary>Whether JSON was asked for.</summary>
    public bool AsJson { get; init; }

    /// <summary>Whether it ended as one that is killed does.</summary>
    public bool WasKilled { get; init; }

    public string[] ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The call succeeded.</summary>
    public Outcome Done()
    {
        Assert.True(Code == 0, $"Exit code {Code}: {Errors}");
        return this;
    }

    /// <summary>The call succeeded, and standard output is one JSON object and nothing else; the fields of the verb's own.</summary>
    public JsonObject Json()
    {
        JsonObject json = WholeJson();
        foreach (string field in CallFields) json.Remove(field);
        return json;
    }

    /// <summary>The same with what it says of the call.</summary>
    public JsonObject WholeJson()
    {
        Done();
        Assert.DoesNotContain('{', Errors);
        return JsonNode.Parse(Output)!.AsObject();
    }

    /// <summary>
    /// The call failed with one line that holds all of the words. Standard output has the same as an object if JSON was asked for, and
    /// nothing otherwise.
    /// </summary>
    public void Refused(int code, params string[] words)
    {
        Assert.True(Code == code, $"Exit code {Code}, expected {code}: {Errors}");
        string line = Assert.Single(ErrorLines);
        if (AsJson)
        {
            JsonObject said = JsonNode.Parse(Output)!.AsObject();
            Assert.Equal((code, line), ((int)said["exitCode"]!, $"odrec: {said["error"]}"));
        }
        else
        {
            Assert.Empty(Output);
        }

        Assert.StartsWith("odrec: ", line, StringComparison.Ordinal);
        Assert.EndsWith(".", line, StringComparison.Ordinal);
        foreach (string word in words) Assert.Contains(word, line, StringComparison.Ordinal);
    }
}
