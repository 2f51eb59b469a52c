using System.CommandLine;
using OnDeviceRec.Jobs;
using OnDeviceRec.Models;

namespace OnDeviceRec.Cli.Settings;

/// <summary>--width, --heads, --layers, --inner, --max-length, --readout, --logit-scale; what is not given is the preset's.</summary>
internal sealed class EncoderSettings
{
    private readonly Option<string> readout;
    private readonly Option<int> width, heads, layers, inner, maxLength;
    private readonly Option<double> norm;

    public EncoderSettings(Command command)
    {
        var sizes = new EncoderOptions();
        (string, EncoderOptions)[] presets = [.. Preset.All.Select(known => (known.Name, known.Encoder))];
        width = Checks.AtLeast(new("--width") { Description = "d, the width of items and encodings.", DefaultValueFactory = _ => sizes.Width }, 1);
        heads = Checks.AtLeast(new("--heads") { Description = "Attention heads, a divisor of the width.", DefaultValueFactory = _ => sizes.Heads }, 1);
        layers = Checks.AtLeast(new("--layers") { Description = "Transformer layers.", DefaultValueFactory = _ => sizes.Layers }, 1);
        inner = Checks.AtLeast(new("--inner") { Description = "Inner width of the feed-forward; the width if not given." }, 1);
        maxLength = Checks.AtLeast(new("--max-length") { Description = "The most recent items that count.", DefaultValueFactory = _ => sizes.MaxLength }, 1);
        readout = Checks.OneOf(
            new("--readout") { Description = "soft-attention or last.", DefaultValueFactory = _ => "soft-attention" }, "soft-attention", "last");
        norm = Checks.Within(
            new("--logit-scale") { Description = "The length that encodings are given before the catalog is scored, and rows of a full table length one; 0 leaves both as they are" + PresetDefaults.Text(presets, e => e.LogitScale) }, 0, 1e6);
        foreach (Option option in (Option[])[width, heads, layers, inner, maxLength, readout, norm]) command.Options.Add(option);
    }

    public EncoderOptions Read(ParseResult parsed, EncoderOptions preset) => (preset with
    {
        Width = parsed.GetValue(width),
        Heads = parsed.GetValue(heads),
        Layers = parsed.GetValue(layers),
        Inner = parsed.GetResult(inner) is null ? parsed.GetValue(width) : parsed.GetValue(inner),
        MaxLength = parsed.GetValue(maxLength),
        Readout = parsed.GetValue(readout) == "last" ? Readout.Last : Readout.SoftAttention,
        LogitScale = TrainingSettings.Given(parsed, norm, preset.LogitScale),
    }).Checked();
}
