using System.CommandLine;

namespace OnDeviceRec.Cli.Settings;

/// <summary>Options that have no default.</summary>
internal static class Required
{
    public static Option<string> Data(Command command) => Add(command, "--data", "The data set's folder.");

    public static Option<string> Model(Command command) => Add(command, "--model", "The model file.");

    public static Option<string> Add(Command command, string name, string description)
    {
        var option = Checks.NotEmpty(new Option<string>(name) { Description = description, Required = true });
        command.Options.Add(option);
        return option;
    }
}
