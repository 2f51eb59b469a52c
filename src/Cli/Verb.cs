using System.CommandLine;

namespace OnDeviceRec.Cli;

/// <summary>A verb of the command: a summary for the list of verbs, and examples that its own help shows at the end.</summary>
internal sealed class Verb(string name, string summary, string examples) : Command(name, summary)
{
    /// <summary>Example calls, one a line.</summary>
    public string Examples { get; } = examples;
}
