using System.CommandLine;
using OnDeviceRec.Jobs;

namespace OnDeviceRec.Cli.Settings;

/// <summary>--split: which sequences are evaluated.</summary>
internal static class SplitSettings
{
    public static Option<string> Add(Verb verb) => verb.Add(
        OptionGroups.Input,
        Checks.OneOf(
            new Option<string>("--split")
            {
                Description = "test, or valid: the train sequences that training holds out by default.",
                DefaultValueFactory = _ => "test",
            },
            "test",
            "valid"));

    public static Split Read(ParseResult parsed, Option<string> split) => parsed.GetValue(split) == "valid" ? Split.Valid : Split.Test;
}
