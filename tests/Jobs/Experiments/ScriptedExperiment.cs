using System.Text.Json.Nodes;
using OnDeviceRec.Jobs.Experiments;

namespace OnDeviceRec.Jobs.Tests.Experiments;

/// <summary>Makes a row of each name, of its length, and counts how often; stops at the name "stop".</summary>
internal sealed class ScriptedExperiment(params string[] names) : IExperiment
{
    public string Name => "lengths";

    public string Description => "Measures words.";

    public bool NeedsModel => false;

    public bool TakesJob => false;

    public IReadOnlyList<string> Heads => ["word", "length"];

    public string MadeOf { get; init; } = "letters";

    public int Made { get; private set; }

    public void Run(ExperimentRun run)
    {
        foreach (string name in names) run.Row(name, MadeOf, () => Make(name));
    }

    private ExperimentRow Make(string name)
    {
        if (name == "stop") throw new OperationCanceledException();
        Made++;
        return new ExperimentRow(
            [name, $"{name.Length}"],
            new JsonObject { ["word"] = name, ["length"] = name.Length },
            name.Length > 5 ? $"{name} is too long." : null);
    }
}
