using System.CommandLine;
using OnDeviceRec.Distillation.Training;

namespace OnDeviceRec.Cli.Settings;

/// <summary>--neighbours: how much a training with the true next item hears of sequence-kNN.</summary>
internal sealed class NeighbourSettings
{
    private readonly Option<double> weight = Checks.Within(
        new("--neighbours") { Description = "Weight of labels by sequence-kNN beside the true next item; 0 for none [default: copy 1, paper 0]." }, 0, 1e6);

    public NeighbourSettings(Command command) => command.Options.Add(weight);

    public TrainingOptions Read(ParseResult parsed, TrainingOptions options) =>
        options with { NeighbourWeight = TrainingSettings.Given(parsed, weight, options.NeighbourWeight) };
}
