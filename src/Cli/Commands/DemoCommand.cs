using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Settings;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class DemoCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "demo",
            "The whole job on a built-in synthetic shop, with a recommended list at the end; writes the data set too.",
            """
            odrec demo
            odrec demo --resume
            odrec demo --epochs 1 --out out/short
            """);
        var settings = new JobCommandSettings(command, JobVerbs.Demo);
        command.SetAction((parsed, cancellation) => settings.Run(
            parsed,
            (job, progress) => DemoJob.Run(job, CommandLine.Of(parsed), progress, cancellation),
            demo => demo.ToJson(),
            (console, demo) =>
            {
                JobScreen.Show(console, demo.Job);
                string file = PrintableText.Of(demo.Job.Shipped.File);
                console.WriteLine($"Recommended after the session {string.Join(" ", demo.Session)}, by {file}:");
                console.Write(ListScreen.Apart(demo.Recommended, demo.Session));
                console.WriteLine($"Next, see the list change as you type items: odrec recommend --model {file} --interactive");
                console.WriteLine("Then a log of your own: odrec prepare --help");
            }));
        return command;
    }
}
