using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OnDeviceRec.Cli.Output;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Device;
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
        Option<string> file = Required.Model(command), session = Required.Add(command, "--session", "Item ids, oldest first, separated by spaces; the catalog's own ids where the model has them.");
        Option<int> top = Checks.AtLeast(new("--top") { Description = "How many items.", DefaultValueFactory = _ => 20 }, 1);
        var excludeSeen = new Option<bool>("--exclude-seen") { Description = "Leave the session's own items out." };
        command.Options.Add(top);
        command.Options.Add(excludeSeen);
        var common = new CommonSettings(command);
        command.SetAction(parsed =>
        {
            Screen screen = common.Open(parsed);
            DeviceModel model = DeviceModel.Load(parsed.GetValue(file)!);
            (int[] items, float[] scores) = List(model, Items(parsed.GetValue(session)!, model), parsed.GetValue(top), parsed.GetValue(excludeSeen));
            screen.Show(() => Json(items, scores, model.Ids), console => console.Write(Table(items, scores, model.Ids)));
            return 0;
        });
        return command;
    }

    public static (int[] Items, float[] Scores) List(DeviceModel model, ReadOnlySpan<int> session, int top, bool excludeSeen)
    {
        var history = new History(model);
        foreach (int item in session) history.Append(item);
        var items = new int[Math.Min(top, model.Configuration.Items)];
        var scores = new float[items.Length];
        int count = model.Recommend(history, items, scores, new RecommendationFilter { ExcludeSeen = excludeSeen });
        return (items[..count], scores[..count]);
    }

    public static JsonObject Json(int[] items, float[] scores, CatalogIds? ids = null)
    {
        var json = new JsonObject
        {
            ["items"] = new JsonArray([.. items.Select(item => (JsonNode)item)]),
            ["scores"] = new JsonArray([.. scores.Select(score => (JsonNode)score)]),
        };
        if (ids is not null) json["ids"] = new JsonArray([.. items.Select(item => (JsonNode)ids.TextOf(item))]);
        return json;
    }

    public static Table Table(int[] items, float[] scores, CatalogIds? ids = null)
    {
        Table table = ids is null ? Tables.New("place", "item", "score") : Tables.New("place", "item", "score", "id");
        for (int i = 0; i < items.Length; i++)
        {
            List<string> row =
            [
                (i + 1).ToString(CultureInfo.InvariantCulture),
                items[i].ToString(CultureInfo.InvariantCulture),
                scores[i].ToString("F4", CultureInfo.InvariantCulture),
            ];
            if (ids is not null) row.Add(Markup.Escape(ids.TextOf(items[i])));
            table.AddRow([.. row]);
        }

        return table;
    }

    private static int[] Items(string session, DeviceModel model)
    {
        string[] words = session.Split((char[])[' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) throw new ArgumentException("--session is empty; give at least one item id, such as --session \"12 5 9\".");
        return Array.ConvertAll(words, word => model.Ids is { } ids ? Item(word, ids) : Item(word, model.Configuration.Items));
    }

    private static int Item(string word, CatalogIds ids) => ids.TryFind(word, out int item)
        ? item
        : throw new ArgumentException($"--session: '{word}' is not an id of this model's catalog.");

    private static int Item(string word, int count) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int item) && item >= 1 && item <= count
            ? item
            : throw new ArgumentException($"--session: '{word}' is not an item of this model; ids are 1 to {count}.");
}
