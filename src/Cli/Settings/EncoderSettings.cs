using System.CommandLine;
using OnDeviceRec.Models;

namespace OnDeviceRec.Cli.Settings;

/// <summary>--preset, --width, --heads, --layers, --inner, --max-length, --readout.</summary>
internal sealed class EncoderSettings
{
    private readonly Option<string> preset, readout;
    private readonly Option<int> width, heads, layers, inner, maxLength;

    public EncoderSettings(Command command, EncoderOptions defaults)
    {
        preset = Checks.OneOf(new("--preset") { Description = "The model's head: paper.", DefaultValueFactory = _ => "paper" }, "paper");
        width = Checks.AtLeast(new("--width") { Description = "d, the width of items and encodings.", DefaultValueFactory = _ => defaults.Width }, 1);
        heads = Checks.AtLeast(new("--heads") { Description = "Attention heads, a divisor of the width.", DefaultValueFactory = _ => defaults.Heads }, 1);
        layers = Checks.AtLeast(new("--layers") { Description = "Transformer layers.", DefaultValueFactory = _ => defaults.Layers }, 1);
        inner = Checks.AtLeast(new("--inner") { Description = "Inner width of the feed-forward; the width if not given." }, 1);
        maxLength = Checks.AtLeast(new("--max-length") { Description = "The most recent items that count.", DefaultValueFactory = _ => defaults.MaxLength }, 1);
        readout = Checks.OneOf(
            new("--readout") { Description = "soft-attention or last.", DefaultValueFactory = _ => "soft-attention" }, "soft-attention", "last");
        foreach (Option option in (Option[])[preset, width, heads, layers, inner, maxLength, readout]) command.Options.Add(option);
    }

    public EncoderOptions Read(ParseResult parsed) => new EncoderOptions
    {
        Width = parsed.GetValue(width),
        Heads = parsed.GetValue(heads),
        Layers = parsed.GetValue(layers),
        Inner = parsed.GetResult(inner) is null ? parsed.GetValue(width) : parsed.GetValue(inner),
        MaxLength = parsed.GetValue(maxLength),
        Readout = parsed.GetValue(readout) == "last" ? Readout.Last : Readout.SoftAttention,
    }.Checked();
}
