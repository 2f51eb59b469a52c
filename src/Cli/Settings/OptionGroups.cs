namespace OnDeviceRec.Cli.Settings;

/// <summary>The groups of the help that are not those of job settings.</summary>
internal static class OptionGroups
{
    public const string Input = "Input and output", Common = "Common";
}
