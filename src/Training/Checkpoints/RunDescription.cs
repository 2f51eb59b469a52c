using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace OnDeviceRec.Training.Checkpoints;

/// <summary>What makes a run the one it is, name by name: a checkpoint is of one run, and refused by every other.</summary>
public sealed partial class RunDescription
{
    // Of more differences the first few say enough, and so does the beginning of a long value.
    private const int MostNamed = 4, LongestShown = 60;

    // A crafted checkpoint may claim any number.
    private const int MaxTraits = 1000;

    private readonly List<RunTrait> traits = [];

    /// <summary>Adds a value that a person knows by its name.</summary>
    /// <param name="name">The name, as a person says it.</param>
    /// <param name="value">The value.</param>
    public RunDescription Add(string name, object value)
    {
        traits.Add(new RunTrait(name, Convert.ToString(value, CultureInfo.InvariantCulture)!, IsHash: false));
        return this;
    }

    /// <summary>Adds the hash of what is too large to show.</summary>
    /// <param name="name">What it is the hash of.</param>
    /// <param name="hash">The hash.</param>
    public RunDescription AddHash(string name, string hash)
    {
        traits.Add(new RunTrait(name, hash, IsHash: true));
        return this;
    }

    /// <summary>Adds every property of an object of settings, so that none is forgotten.</summary>
    /// <param name="settings">The settings.</param>
    /// <typeparam name="T">Whose public properties count.</typeparam>
    public RunDescription AddAll<T>(T settings)
        where T : notnull
    {
        foreach (PropertyInfo property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
            Add(WordEnd().Replace(property.Name, " ").ToLowerInvariant(), property.GetValue(settings)!);
        return this;
    }

    /// <summary>Adds what another description has.</summary>
    /// <param name="other">The other one.</param>
    public RunDescription AddAll(RunDescription other)
    {
        traits.AddRange(other.traits);
        return this;
    }

    /// <summary>What another run has otherwise, in one line; null if it is the same run.</summary>
    internal string? DifferenceOf(RunDescription there)
    {
        string[] differences =
        [
            .. from name in traits.Concat(there.traits).Select(trait => trait.Name).Distinct()
               let difference = Difference(name, there.Find(name), Find(name))
               where difference is not null
               select difference,
        ];
        if (differences.Length == 0) return null;
        string named = string.Join("; ", differences.Take(MostNamed));
        return differences.Length > MostNamed ? $"{named}; and {differences.Length - MostNamed} more" : named;
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(traits.Count);
        foreach (RunTrait trait in traits)
        {
            CheckpointReader.WriteText(writer, trait.Name);
            CheckpointReader.WriteText(writer, trait.Value);
            writer.Write(trait.IsHash);
        }
    }

    /// <exception cref="EndOfStreamException">More is announced than there can be.</exception>
    internal static RunDescription Read(CheckpointReader reader)
    {
        int count = reader.ReadInt32();
        if (count is < 0 or > MaxTraits) throw new EndOfStreamException();
        var run = new RunDescription();
        for (int i = 0; i < count; i++) run.traits.Add(new RunTrait(reader.ReadText(), reader.ReadText(), reader.ReadBoolean()));
        return run;
    }

    private static string? Difference(string name, RunTrait? there, RunTrait? here) => (there, here) switch
    {
        ({ } a, { } b) when a.Value == b.Value => null,
        _ when (there ?? here)!.Value.IsHash => $"{Shown(name)} not the same",
        _ => $"{Shown(name)} {Shown(there?.Value ?? "none")} there, {Shown(here?.Value ?? "none")} here",
    };

    // What a file says is shown on one line, whatever it says.
    private static string Shown(string text)
    {
        string line = string.Concat(text.Take(LongestShown).Select(c => char.IsControl(c) ? ' ' : c));
        return text.Length > LongestShown ? line + "…" : line;
    }

    private RunTrait? Find(string name)
    {
        int at = traits.FindIndex(trait => trait.Name == name);
        return at < 0 ? null : traits[at];
    }

    // Between the words of a property's name.
    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordEnd();
}
