using System.Globalization;

namespace OnDeviceRec.Cli.Settings;

/// <summary>What the help says of a setting's default: one value, or each preset's.</summary>
internal static class PresetDefaults
{
    /// <summary>The end of a description.</summary>
    /// <param name="presets">The presets' names and settings, or those of the one there is.</param>
    /// <param name="value">The setting.</param>
    public static string Text<T>((string Preset, T Settings)[] presets, Func<T, object> value)
    {
        string[] values = [.. presets.Select(preset => string.Format(CultureInfo.InvariantCulture, "{0}", value(preset.Settings)))];
        string text = values.Distinct().Count() == 1 ? values[0] : string.Join(", ", presets.Zip(values, (preset, v) => $"{preset.Preset} {v}"));
        return $" [default: {text}].";
    }
}
