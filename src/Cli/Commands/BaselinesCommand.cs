using System.CommandLine;
using System.Globalization;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Jobs;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class BaselinesCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "baselines",
            "Evaluate what needs no training: POP (the most frequent items), S-POP (the sequence's own items first), "
            + "and sequence-kNN without and with repeat counts, tuned on validation.",
            """
            odrec baselines --data DATA/tmall
            odrec baselines --data DATA/tmall --json
            odrec baselines --data DATA/tmall --split valid
            """);
        Option<string> data = Required.Data(command), split = SplitSettings.Add(command);
        var common = new CommonSettings(command);
        command.SetAction((parsed, cancellation) => Work.Run(
            common.Open(parsed),
            progress => BaselinesJob.Run(parsed.GetValue(data)!, SplitSettings.Read(parsed, split), progress, cancellation),
            result => result.ToJson(common.Seed(parsed)),
            Show));
        return command;
    }

    private static void Show(IAnsiConsole console, BaselinesResult result)
    {
        Tables.WriteMetrics(console, [.. result.Rows]);
        foreach ((string name, KnnResult row) in result.Tuned)
        {
            string settings = string.Join(", ", row.Settings().Select(setting => $"{setting.Key} {setting.Value}"));
            console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: {settings}; chosen in {row.TuningSeconds:F0} s, evaluated in {row.Seconds:F1} s."));
        }
    }
}
