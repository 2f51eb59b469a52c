using System.CommandLine;

namespace OnDeviceRec.Cli;

/// <summary>A verb of the command: a summary for the list of verbs, examples for its own help, and its options in groups.</summary>
internal sealed class Verb(string name, string summary, string examples) : Command(name, summary)
{
    private readonly List<(string Group, Option Option)> grouped = [];

    /// <summary>Example calls, one a line.</summary>
    public string Examples { get; } = examples;

    /// <summary>Whether the ranks that mpirun starts share its work.</summary>
    public bool RunsOnRanks { get; init; }

    /// <summary>The options in the order of the help, by the names of their groups.</summary>
    public IEnumerable<IGrouping<string, Option>> Groups => grouped.GroupBy(one => one.Group, one => one.Option);

    /// <summary>Adds an option to a group of the help.</summary>
    public T Add<T>(string group, T option)
        where T : Option
    {
        Options.Add(option);
        grouped.Add((group, option));
        return option;
    }
}
