using System.CommandLine;
using OnDeviceRec.Jobs;
using OnDeviceRec.Training;

namespace OnDeviceRec.Cli.Settings;

/// <summary>--neighbours: how much a training with the true next item hears of sequence-kNN.</summary>
internal sealed class NeighbourSettings
{
    private readonly Option<double> weight;

    public NeighbourSettings(Command command)
    {
        (string, TrainingOptions)[] presets = [.. Preset.All.Select(known => (known.Name, known.Teacher))];
        weight = Checks.Within(
            new("--neighbours")
            {
                Description = "Weight of labels by sequence-kNN beside the true next item; 0 for none" + PresetDefaults.Text(presets, options => options.NeighbourWeight),
            },
            0,
            1e6);
        command.Options.Add(weight);
    }

    public TrainingOptions Read(ParseResult parsed, TrainingOptions options) =>
        options with { NeighbourWeight = TrainingSettings.Given(parsed, weight, options.NeighbourWeight) };
}
