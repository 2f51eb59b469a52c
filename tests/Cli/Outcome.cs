using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests;

/// <summary>How a call of the command ended.</summary>
internal sealed record Outcome(int Code, string Output, string Errors)
{
    public string[] ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The call succeeded.</summary>
    public Outcome Done()
    {
        Assert.True(Code == 0, $"Exit code {Code}: {Errors}");
        return this;
    }

    /// <summary>The call succeeded, and standard output is one JSON object and nothing else.</summary>
    public JsonObject Json()
    {
        Done();
        Assert.DoesNotContain('{', Errors);
        return JsonNode.Parse(Output)!.AsObject();
    }

    /// <summary>The call failed with one line that holds all of the words, and nothing on standard output.</summary>
    public void Refused(int code, params string[] words)
    {
        Assert.True(Code == code, $"Exit code {Code}, expected {code}: {Errors}");
        Assert.Empty(Output);
        string line = Assert.Single(ErrorLines);
        Assert.StartsWith("odrec: ", line, StringComparison.Ordinal);
        Assert.EndsWith(".", line, StringComparison.Ordinal);
        foreach (string word in words) Assert.Contains(word, line, StringComparison.Ordinal);
    }
}
