using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Jobs.Settings;

/// <summary>
/// One setting of a job: its name, range and meaning, and the property behind it. Options of the command, keys of job files, their checks
/// and the list of all settings are made of these.
/// </summary>
public sealed class Setting
{
    private readonly Func<JobOptions, string?> show;
    private readonly Func<JobOptions, string, JobOptions?> with;
    private readonly JsonValueKind kind;

    private Setting(
        string name,
        SettingGroup group,
        JobVerbs verbs,
        string help,
        string range,
        JsonValueKind kind,
        Func<JobOptions, string?> show,
        Func<JobOptions, string, JobOptions?> with)
    {
        (Name, Group, Verbs, Help, Range) = (name, group, verbs, help, range);
        (this.kind, this.show, this.with) = (kind, show, with);
    }

    /// <summary>The name as an option has it, without the hyphens in front.</summary>
    public string Name { get; }

    /// <summary>The name as a job file has it.</summary>
    public string Key => KeyOf(Name);

    /// <summary>What it is about.</summary>
    public SettingGroup Group { get; }

    /// <summary>The verbs that it is for.</summary>
    public JobVerbs Verbs { get; }

    /// <summary>What it means, in one sentence without its full stop.</summary>
    public string Help { get; }

    /// <summary>Which values are possible.</summary>
    public string Range { get; }

    /// <summary>Whether it says where something is, and not how it is done: such settings do not make a job another one.</summary>
    public bool IsPlace => kind == JsonValueKind.String && Group == SettingGroup.Data;

    /// <summary>Whether it is on or off.</summary>
    public bool IsSwitch => kind == JsonValueKind.True;

    /// <summary>What the help shows in the place of a value.</summary>
    public string Placeholder => kind == JsonValueKind.Number ? "n" : IsPlace ? "path" : "text";

    /// <summary>The values to choose from, where there are a few.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    /// <summary>An option's name, without the hyphens in front, as job files and other JSON have it.</summary>
    /// <param name="name">The name, such as <c>exclude-seen</c>.</param>
    public static string KeyOf(string name) =>
        string.Concat(name.Split('-').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>A whole number.</summary>
    public static Setting Whole<T>(
        string name,
        SettingGroup group,
        JobVerbs verbs,
        string help,
        T least,
        T most,
        Func<JobOptions, T> get,
        Func<JobOptions, T, JobOptions> set)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => new(
            name,
            group,
            verbs,
            help,
            most == T.MaxValue ? $"a whole number, at least {least}" : $"a whole number from {least} to {most}",
            JsonValueKind.Number,
            job => get(job).ToString(null, CultureInfo.InvariantCulture),
            (job, word) => T.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out T value) && value >= least && value <= most
                ? set(job, value)
                : null);

    /// <summary>A number with a fraction; <paramref name="fits"/> decides, <paramref name="range"/> says.</summary>
    public static Setting Real(
        string name,
        SettingGroup group,
        JobVerbs verbs,
        string help,
        string range,
        Func<double, bool> fits,
        Func<JobOptions, float> get,
        Func<JobOptions, float, JobOptions> set) =>
        Real(
            name, group, verbs, help, range, fits,
            job => get(job).ToString("R", CultureInfo.InvariantCulture), (job, value) => set(job, (float)value));

    /// <summary>The same in double precision.</summary>
    public static Setting Real(
        string name,
        SettingGroup group,
        JobVerbs verbs,
        string help,
        string range,
        Func<double, bool> fits,
        Func<JobOptions, double> get,
        Func<JobOptions, double, JobOptions> set) =>
        Real(name, group, verbs, help, range, fits, job => get(job).ToString("R", CultureInfo.InvariantCulture), set);

    /// <summary>One word of a few.</summary>
    public static Setting Choice(
        string name,
        SettingGroup group,
        JobVerbs verbs,
        string help,
        string[] choices,
        Func<JobOptions, string> get,
        Func<JobOptions, string, JobOptions> set) =>
        new(
            name, group, verbs, help, string.Join(" or ", choices), JsonValueKind.String,
            get, (job, word) => choices.Contains(word) ? set(job, word) : null)
        {
            Choices = choices,
        };

    /// <summary>A text, or none.</summary>
    public static Setting Text(
        string name,
        SettingGroup group,
        JobVerbs verbs,
        string help,
        string range,
        Func<string, bool> fits,
        Func<JobOptions, string?> get,
        Func<JobOptions, string, JobOptions> set) =>
        new(name, group, verbs, help, range, JsonValueKind.String, get, (job, word) => fits(word) ? set(job, word) : null);

    /// <summary>On or off.</summary>
    public static Setting Switch(
        string name, SettingGroup group, JobVerbs verbs, string help, Func<JobOptions, bool> get, Func<JobOptions, bool, JobOptions> set) =>
        new(
            name, group, verbs, help, "true or false", JsonValueKind.True,
            job => get(job) ? "true" : "false", (job, word) => bool.TryParse(word, out bool value) ? set(job, value) : null)
        {
            Choices = ["true", "false"],
        };

    /// <summary>The value as it is written, or null for none.</summary>
    /// <param name="job">The job.</param>
    public string? Show(JobOptions job) => show(job);

    /// <summary>The job with another value.</summary>
    /// <param name="job">The job.</param>
    /// <param name="word">The value as it is written.</param>
    /// <exception cref="UsageException">There is no such value.</exception>
    public JobOptions With(JobOptions job, string word) =>
        with(job, word) ?? throw new UsageException($"--{Name} is '{word}'; it must be {Range}.");

    /// <summary>Whether a word is a value.</summary>
    /// <param name="word">The word.</param>
    public bool Fits(string word) => with(Presets.All[0], word) is not null;

    /// <summary>The value as a job file has it.</summary>
    /// <param name="job">The job.</param>
    public JsonNode? ToJson(JobOptions job) =>
        show(job) is not { } text ? null : kind == JsonValueKind.String ? JsonValue.Create(text) : JsonNode.Parse(text);

    /// <summary>The job with the value of a job file.</summary>
    /// <param name="job">The job.</param>
    /// <param name="value">The value.</param>
    /// <param name="path">The file, for the message.</param>
    /// <exception cref="UsageException">There is no such value.</exception>
    public JobOptions With(JobOptions job, JsonElement value, string path)
    {
        JsonValueKind given = value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;
        string word = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return (given == kind ? with(job, word) : null)
            ?? throw new UsageException($"{path}: \"{Key}\" is {value.GetRawText()}; it must be {Range}.");
    }

    private static Setting Real(
        string name,
        SettingGroup group,
        JobVerbs verbs,
        string help,
        string range,
        Func<double, bool> fits,
        Func<JobOptions, string> show,
        Func<JobOptions, double, JobOptions> set) => new(
            name,
            group,
            verbs,
            help,
            $"a number {range}",
            JsonValueKind.Number,
            show,
            (job, word) => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && fits(value)
                ? set(job, value)
                : null);
}
