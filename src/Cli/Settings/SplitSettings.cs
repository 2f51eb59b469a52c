using System.CommandLine;
using OnDeviceRec.Data;

namespace OnDeviceRec.Cli.Settings;

/// <summary>--split: which sequences are evaluated.</summary>
internal sealed class SplitSettings
{
    /// <summary>The share of train sequences that training holds out unless told otherwise.</summary>
    public const double DefaultValidationShare = 0.1;

    private readonly Option<string> split = Checks.OneOf(
        new Option<string>("--split") { Description = "test, or valid: the validation sequences of training's default.", DefaultValueFactory = _ => "test" },
        "test",
        "valid");

    public SplitSettings(Command command) => command.Options.Add(split);

    public Sequences Read(ParseResult parsed, Dataset dataset) => Parts(parsed, dataset).Split;

    /// <summary>The split, and the train sequences that lie before it.</summary>
    public (Sequences Before, Sequences Split) Parts(ParseResult parsed, Dataset dataset) =>
        parsed.GetValue(split) == "valid" ? dataset.SplitValidation(DefaultValidationShare) : (dataset.Train, dataset.Test);
}
