using System.CommandLine;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Jobs.Lists;
using Spectre.Console;

namespace OnDeviceRec.Cli.Commands;

internal static class SimilarCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "similar",
            "List the items that a model holds to be the most like one: the largest cosines of their rows in the item table, "
            + "taken from the mean row.",
            """
            odrec similar --model student.odr --item 12
            odrec similar --model student.odr --item shoe-7 --top 5 --json
            """);
        Option<string> file = Required.Model(command);
        Option<string> item = Required.Add(command, "--item", "The item: the catalog's own id where the model has them.");
        Option<int> top = ListSettings.Top(command);
        var common = new CommonSettings(command);
        command.SetAction(parsed =>
        {
            Screen screen = common.Open(parsed);
            ModelFile model = ModelFile.Read(parsed.GetValue(file)!);
            var names = new ItemNames(new DeviceModel(model));
            string word = parsed.GetValue(item)!;
            if (!names.TryFind(word, out int asked)) throw new InputException($"--item: {names.Unknown(word)}.");
            SimilarItems similar = SimilarItems.To(model, asked, parsed.GetValue(top));
            screen.Show(similar.ToJson, console => console.Write(ListScreen.Table(similar)));
            return Application.Done;
        });
        return command;
    }
}
