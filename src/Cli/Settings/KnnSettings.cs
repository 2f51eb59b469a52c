using System.CommandLine;
using OnDeviceRec.Jobs;
using OnDeviceRec.Training;

namespace OnDeviceRec.Cli.Settings;

/// <summary>--knn-labels: how much a training with the true next item hears of sequence-kNN.</summary>
internal sealed class KnnSettings
{
    private readonly Option<double> weight;

    public KnnSettings(Command command)
    {
        (string, TrainingOptions)[] presets = [.. Preset.All.Select(known => (known.Name, known.Teacher))];
        weight = Checks.Within(
            new("--knn-labels")
            {
                Description = "Weight of labels by sequence-kNN beside the true next item; 0 for none" + PresetDefaults.Text(presets, options => options.KnnLabelWeight),
            },
            0,
            1e6);
        command.Options.Add(weight);
    }

    public TrainingOptions Read(ParseResult parsed, TrainingOptions options) =>
        options with { KnnLabelWeight = TrainingSettings.Given(parsed, weight, options.KnnLabelWeight) };
}
