using System.CommandLine;

namespace OnDeviceRec.Cli.Settings;

/// <summary>Options that have no default.</summary>
internal static class Required
{
    public static Option<string> Data(Verb verb) => Add(verb, "--data", "The data set's folder.");

    public static Option<string> Model(Verb verb) => Add(verb, "--model", "The model file.");

    public static Option<string> Add(Verb verb, string name, string description) =>
        verb.Add(OptionGroups.Input, Checks.NotEmpty(new Option<string>(name) { Description = description, Required = true }));
}
