using System.CommandLine;
using OnDeviceRec.Jobs;

namespace OnDeviceRec.Cli.Settings;

/// <summary>--preset: the settings that all others are changes of.</summary>
internal sealed class PresetSettings
{
    public PresetSettings(Command command)
    {
        string[] names = [.. Preset.All.Select(known => known.Name)];
        Option = Checks.OneOf(
            new("--preset") { Description = "copy, a model that can copy from the history, or paper, the paper's head and settings.", DefaultValueFactory = _ => names[0] }, names);
        command.Options.Add(Option);
    }

    public Option<string> Option { get; }

    public Preset Read(ParseResult parsed) => Preset.All.First(known => known.Name == parsed.GetValue(Option));
}
