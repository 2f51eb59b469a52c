using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Device;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Lists;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class RecommendCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "recommend",
            "List the best next items after a session, from the model file, through the device's runtime. "
            + "Ids are the catalog's own where the file has them.",
            """
            odrec recommend --model student.odr --session "12 5 9"
            odrec recommend --model student.odr --session "12 5 9" --top 5 --exclude-seen --json
            odrec recommend --model student.odr --session "shoe-7 sock-3" --exclude sold-out.txt --strict
            """);
        Option<string> file = Required.Model(command);
        Option<string> session = Required.Add(
            command, "--session", "Item ids, oldest first, separated by spaces; the catalog's own ids where the model has them.");
        var settings = new ListSettings(command);
        var common = new CommonSettings(command);
        command.SetAction(parsed =>
        {
            Screen screen = common.Open(parsed);
            DeviceModel model = DeviceModel.Load(parsed.GetValue(file)!);
            Session read = new SessionReader(new ItemNames(model), settings.Strict(parsed)).Read(parsed.GetValue(session)!, "--session");
            ListMaker maker = settings.Read(parsed, model, screen.Note);
            if (read.Unknown.Length > 0) screen.Note($"--session: the model does not know {read.NamesOfUnknown}; skipped.");
            RecommendedList list = maker.After(read.Items) with { Unknown = read.Unknown };
            screen.Show(list.ToJson, console => console.Write(ListScreen.Table(list)));
            return Application.Done;
        });
        return command;
    }
}
