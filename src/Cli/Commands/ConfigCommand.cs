using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Settings;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class ConfigCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "config",
            "List every setting of a job with its default, range and meaning; with --json, the job file to start from.",
            """
            odrec config
            odrec config --preset paper
            odrec config --json > job.json
            """);
        Option<string> preset = command.Add("Job", JobCommandSettings.PresetOption());
        Option<string> verb = command.Add(
            "Job",
            Checks.OneOf(
                new("--for")
                {
                    Description = "The verb whose settings are listed: train, distill, run or demo.",
                    DefaultValueFactory = _ => "run",
                },
                "train",
                "distill",
                "run",
                "demo"));
        var common = new CommonSettings(command);
        command.SetAction(parsed =>
        {
            Screen screen = common.Open(parsed);
            JobVerbs chosen = Enum.Parse<JobVerbs>(parsed.GetValue(verb)!, ignoreCase: true);
            JobOptions job = JobResolver.Start(chosen, parsed.GetValue(preset));
            screen.Show(() => JobFile.ToJson(job, chosen), console => Show(console, job, chosen));
            return Application.Done;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, JobOptions job, JobVerbs verb)
    {
        foreach (IGrouping<SettingGroup, Setting> group in JobSettings.Of(verb).GroupBy(setting => setting.Group))
        {
            Table table = new Table()
                .Border(TableBorder.Simple)
                .AddColumn(new TableColumn(group.Key.ToString()).NoWrap())
                .AddColumn("default")
                .AddColumn("range")
                .AddColumn("meaning");
            foreach (Setting setting in group)
            {
                table.AddRow(
                    Tables.Cell(JobSettings.OptionOf(setting, verb)),
                    Tables.Cell(setting.Show(job) ?? "none"),
                    Tables.Cell(setting.Range),
                    Tables.Cell(setting.Help));
            }

            console.Write(table);
        }
    }
}
