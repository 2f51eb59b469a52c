using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Jobs;

namespace OnDeviceRec.Cli.Commands;

internal static class InspectCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "inspect",
            "Say what is in a model file.",
            """
            odrec inspect student.odr
            odrec inspect student.odr --teacher teacher.odr --json
            """);
        var file = new Argument<string>("model") { Description = "The model file." };
        command.Arguments.Add(file);
        Option<string?> teacher = command.Add(
            OptionGroups.Input,
            new Option<string?>("--teacher")
            {
                Description = "The model file that compression is over; without it, a dense table of the same width in fp32.",
            });
        var common = new CommonSettings(command);
        command.SetAction(parsed =>
        {
            Screen screen = common.Open(parsed);
            ModelDescription description = ModelDescription.Of(parsed.GetValue(file)!, parsed.GetValue(teacher));
            screen.Show(description.ToJson, console => ModelScreen.Show(console, description));
            return Application.Done;
        });
        return command;
    }
}
