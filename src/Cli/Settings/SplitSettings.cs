using System.CommandLine;
using OnDeviceRec.Data;

namespace OnDeviceRec.Cli.Settings;

/// <summary>--split: which sequences are evaluated.</summary>
internal sealed class SplitSettings
{
    private const double DefaultValidationShare = 0.1;

    private readonly Option<string> split = Checks.OneOf(
        new Option<string>("--split") { Description = "test, or valid: the validation sequences of training's default.", DefaultValueFactory = _ => "test" },
        "test",
        "valid");

    public SplitSettings(Command command) => command.Options.Add(split);

    public Sequences Read(ParseResult parsed, Dataset dataset) =>
        parsed.GetValue(split) == "valid" ? dataset.SplitValidation(DefaultValidationShare).Valid : dataset.Test;
}
