using System.CommandLine;
using OnDeviceRec.Distillation;
using OnDeviceRec.Jobs;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Cli.Settings;

/// <summary>--compression or --shape, and the weights of the four losses.</summary>
internal sealed class DistillationSettings
{
    private readonly ShapeSettings shape;
    private readonly Option<double> compression, ce, kl, con, pre, temperature;

    public DistillationSettings(Command command)
    {
        (string, LossWeights)[] weights = [.. Preset.All.Select(preset => (preset.Name, preset.Weights))];
        (string, Preset)[] presets = [.. Preset.All.Select(preset => (preset.Name, preset))];
        compression = Checks.Within(
            new("--compression") { Description = "Wanted compression of the item table, V·d of the teacher over its numbers, 32 signs for one" + PresetDefaults.Text(presets, preset => preset.Compression) }, 1, 1e9);
        ce = Weight("--ce", "the true next item", w => w.CrossEntropy);
        kl = Weight("--kl", "the teacher's soft targets", w => w.SoftTargets);
        con = Weight("--con", "the contrastive task", w => w.Contrastive);
        pre = Weight("--pre", "the predictive task", w => w.Predictive);
        temperature = Checks.Within(
            new("--temperature") { Description = "θ of the soft targets" + PresetDefaults.Text(weights, w => w.Temperature) }, 1e-3, 1e3);
        shape = new ShapeSettings(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(shape.Option) is not null && result.GetResult(compression) is { Implicit: false })
                result.AddError("--shape and --compression exclude each other: a shape has its own rate");
        });
        foreach (Option option in (Option[])[compression, ce, kl, con, pre, temperature]) command.Options.Add(option);

        Option<double> Weight(string name, string loss, Func<LossWeights, object> value) => Checks.Within(
            new Option<double>(name) { Description = $"Weight of {loss}; 0 switches it off" + PresetDefaults.Text(weights, value) }, 0, 1e6);
    }

    /// <summary>The shape of the student's table for V items and the teacher's width d.</summary>
    public Func<int, int, TensorTrainShape> Table(ParseResult parsed, Preset preset) => (items, width) =>
        shape.Read(parsed, items) ?? preset.Table(TrainingSettings.Given<double>(parsed, compression, preset.Compression))(items, width);

    public LossWeights Weights(ParseResult parsed, LossWeights preset) => (preset with
    {
        CrossEntropy = TrainingSettings.Given(parsed, ce, preset.CrossEntropy),
        SoftTargets = TrainingSettings.Given(parsed, kl, preset.SoftTargets),
        Contrastive = TrainingSettings.Given(parsed, con, preset.Contrastive),
        Predictive = TrainingSettings.Given(parsed, pre, preset.Predictive),
        Temperature = TrainingSettings.Given(parsed, temperature, preset.Temperature),
    }).Checked();
}
