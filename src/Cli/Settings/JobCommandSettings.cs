using System.CommandLine;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Data;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Tensors;
using Spectre.Console;

namespace OnDeviceRec.Cli.Settings;

/// <summary>The options of a job's verb: one for each setting of <see cref="JobSettings"/>, --preset and --config.</summary>
internal sealed class JobCommandSettings
{
    private const string Job = "Job";

    private readonly JobVerbs verb;
    private readonly CommonSettings common;
    private readonly Option<string> config;
    private readonly Option<string>? preset;
    private readonly Option<bool> resume;
    private readonly List<(Setting Setting, Option<string> Option)> settings = [];

    public JobCommandSettings(Verb command, JobVerbs verb)
    {
        this.verb = verb;
        config = command.Add(
            Job,
            Checks.NotEmpty(new Option<string>("--config")
            {
                Description = "A job file, as job.json beside a report; options given here come over it.",
            }));
        if (verb != JobVerbs.Distill) preset = command.Add(Job, PresetOption());
        resume = command.Add(
            Job,
            new Option<bool>("--resume")
            {
                Description = "Go on from the checkpoint where an interrupted job of the same settings stopped.",
            });
        foreach (Setting setting in JobSettings.Of(verb))
        {
            string name = JobSettings.OptionOf(setting, verb);
            var option = new Option<string>(name)
            {
                Description = $"{setting.Help}{Default(setting)}.",
                HelpName = setting.Choices.Count > 0 ? string.Join('|', setting.Choices) : setting.Placeholder,
            };
            if (setting.IsSwitch) option.Arity = ArgumentArity.ZeroOrOne;
            if (setting.Choices.Count > 0) option.CompletionSources.Add([.. setting.Choices]);
            Checks.Check(option, setting.Fits, $"it must be {setting.Range}");
            settings.Add((setting, command.Add(setting.Group.ToString(), option)));
        }

        Option? shape = OptionOf("shape"), compression = OptionOf("compression");
        command.Validators.Add(result =>
        {
            if (shape is not null
                && compression is not null
                && result.GetResult(shape) is not null
                && result.GetResult(compression) is not null)
            {
                result.AddError("--shape and --compression exclude each other: a shape has its own compression");
            }
        });
        common = new CommonSettings(command, seeded: false);
    }

    /// <summary>--preset of the verbs that have one.</summary>
    public static Option<string> PresetOption() => Checks.OneOf(
        new Option<string>("--preset")
        {
            Description = "copy, a model that can copy from the history, or paper, the paper's head and settings "
                + $"[default: {Presets.All[0].Preset}].",
        },
        [.. Presets.All.Select(one => one.Preset)]);

    /// <summary>Does a job and shows its result, which says all settings of the job.</summary>
    public Task<int> Run<T>(
        ParseResult parsed,
        Func<JobOptions, IProgress<WorkProgress>, T> work,
        Func<T, JsonObject> asJson,
        Action<IAnsiConsole, T> asTables)
    {
        Screen screen = common.Open(parsed);
        return Work.Run(screen, progress => work(Describe(parsed, screen), progress), asJson, asTables);
    }

    /// <summary>The same for a job that ranks share.</summary>
    public Task<int> RunOnRanks<T>(
        ParseResult parsed,
        Func<JobOptions, IProgress<WorkProgress>, Sharing, T> work,
        Func<T, JsonObject> asJson,
        Action<IAnsiConsole, T> asTables)
    {
        Screen screen = common.Open(parsed);
        JobOptions job = Describe(parsed, screen);
        return Work.RunOnRanks(screen, (progress, sharing) => work(job, progress, sharing), asJson, asTables);
    }

    private JobOptions Describe(ParseResult parsed, Screen screen)
    {
        JobOptions job = Read(parsed);
        JsonObject options = JobFile.ToJson(job, verb);
        foreach (string key in (string[])["config", "resume", "threads"]) options[key] = screen.Options[key]?.DeepClone();
        screen.Options = options;
        return job;
    }

    private JobOptions Read(ParseResult parsed)
    {
        IReadOnlyList<(Setting, string)> given =
        [
            .. settings
                .Where(one => parsed.GetResult(one.Option) is not null)
                .Select(one => (one.Setting, parsed.GetValue(one.Option) ?? "true")),
        ];
        JobOptions job = JobResolver.Resolve(verb, preset is null ? null : parsed.GetValue(preset), parsed.GetValue(config), given);
        return job with { Resume = parsed.GetValue(resume) };
    }

    private Option<string>? OptionOf(string setting) => settings.Find(one => one.Setting.Name == setting).Option;

    // What the help says of a setting's default: one value, or each preset's.
    private string Default(Setting setting)
    {
        (string Preset, string? Value)[] values =
            [.. Presets.All.Select(one => (one.Preset, setting.Show(JobResolver.Start(verb, one.Preset))))];
        if (values.All(one => one.Value is null)) return string.Empty;
        string text = values.Select(one => one.Value).Distinct().Count() == 1
            ? values[0].Value!
            : string.Join(", ", values.Select(one => $"{one.Preset} {one.Value ?? "none"}"));
        return $" [default: {text}]";
    }
}
