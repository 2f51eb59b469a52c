using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Device;
using OnDeviceRec.Jobs;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class RecommendCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "recommend",
            "List the best next items after a session, from the model file, through the device's runtime.",
            """
            odrec recommend --model student.odr --session "12 5 9"
            odrec recommend --model student.odr --session "12 5 9" --top 5 --exclude-seen --json
            """);
        Option<string> file = Required.Model(command);
        Option<string> session = Required.Add(
            command, "--session", "Item ids, oldest first, separated by spaces; the catalog's own ids where the model has them.");
        Option<int> top = command.Add(
            OptionGroups.Input, Checks.AtLeast(new("--top") { Description = "How many items.", DefaultValueFactory = _ => 20 }, 1));
        Option<bool> excludeSeen = command.Add(
            OptionGroups.Input, new Option<bool>("--exclude-seen") { Description = "Leave the session's own items out." });
        var common = new CommonSettings(command);
        command.SetAction(parsed =>
        {
            Screen screen = common.Open(parsed);
            RecommendedList list = RecommendedList.After(
                DeviceModel.Load(parsed.GetValue(file)!), parsed.GetValue(session)!, parsed.GetValue(top), parsed.GetValue(excludeSeen));
            screen.Show(list.ToJson, console => console.Write(ListScreen.Table(list)));
            return Application.Done;
        });
        return command;
    }
}
