using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OnDeviceRec.Cli.Tests;

/// <summary>docs/json.md has the fields that the verbs print, with their types, and no others.</summary>
public sealed partial class JsonDocumentTests(TrainedFiles trained)
{
    private static readonly string[] Page = File.ReadAllLines(Repository.PathOf("docs", "json.md"));

    [Fact]
    public void What_train_prints_is_on_the_page() => AreSame(trained.Train.Json(), "inspect", "train");

    [Fact]
    public void What_distill_prints_is_on_the_page() => AreSame(trained.Distill.Json(), "inspect", "distill");

    [Theory]
    [InlineData("inspect", "student.odr")]
    [InlineData("evaluate", "--model", "student.odr", "--data", "data")]
    [InlineData("recommend", "--model", "student.odr", "--session", "3 4 5", "--top", "3")]
    [InlineData("recommend", "--model", "student.odr", "--session", "3 4 3", "--why")]
    [InlineData("similar", "--model", "student.odr", "--item", "3", "--top", "3")]
    [InlineData("shapes", "--items", "90", "--compression", "4")]
    [InlineData("completion", "bash")]
    [InlineData("bench", "--model", "student.odr", "--history", "3")]
    [InlineData("export", "--model", "student.odr", "--safetensors", "student.safetensors")]
    [InlineData("export", "--model", "student.odr", "--onnx", "student.onnx")]
    public async Task What_a_verb_prints_is_on_the_page(string verb, params string[] arguments) =>
        AreSame((await trained.Place.Call([verb, .. arguments, "--json"])).Json(), verb);

    [Fact]
    public async Task What_a_preparation_elsewhere_prints_is_on_the_page()
    {
        using var place = Workplace.Create();
        AreSame((await place.Call("prepare", "--print-sql", "--json")).Json(), "prepare --print-sql");
        PartTables.Write(place["parts"]);
        AreSame((await place.Call("prepare", "--from-parts", "parts", "--out", "made", "--json")).Json(), "prepare --from-parts");
    }

    [Fact]
    public async Task What_is_absent_here_and_there_is_on_the_page_too()
    {
        using var place = Workplace.Create();
        place.Write("data/items.txt", string.Join('\n', Enumerable.Range(1, Workplace.Items).Select(item => $"sku-{item}")));
        (await place.Call("train", "--data", "data", "--out", "t.odr", "--width", "8", "--epochs", "1")).Done();
        JsonObject json = (await place.Call("recommend", "--model", "t.odr", "--session", "sku-3 sku-0", "--json")).Json();
        Assert.NotNull(json["ids"]);
        Assert.NotNull(json["unknown"]);
        AreSame(json, "recommend");
        place.Write("s.jsonl", """{"session": ["sku-3", "sku-0"], "id": "one"}""");
        JsonObject line = (await place.Call("recommend", "--model", "t.odr", "--sessions", "s.jsonl")).Json();
        Assert.NotNull(line["id"]);
        Assert.NotNull(line["line"]);
        AreSame(line, "recommend");
        JsonObject similar = (await place.Call("similar", "--model", "t.odr", "--item", "sku-3", "--json")).Json();
        Assert.Equal("sku-3", (string)similar["id"]!);
        AreSame(similar, "similar");
    }

    [Fact]
    public async Task What_run_prints_is_on_the_page_and_of_each_model_too()
    {
        using var place = Workplace.Create();
        JsonObject json = (await place.Call(
            "run", "--data", "data", "--out", "out", "--width", "8", "--epochs", "1", "--compression", "2", "--refit", "false", "--json"))
            .Json();
        AreSame(
            [.. json.Select(field => (field.Key, field.Value))],
            Fields("run").Where(field => !field.Name.Contains('.', StringComparison.Ordinal)));
        foreach (string model in (string[])["teacher", "student", "studentFromScratch", "studentInt8", "studentInt4"])
        {
            bool isTrained = !model.Contains("Int", StringComparison.Ordinal);
            Assert.Equal(isTrained, json[model]!.AsObject().ContainsKey("history"));
            AreSame(
                [.. Flat(json[model]!.AsObject(), string.Empty)],
                Fields("run")
                    .Where(field => field.Name.StartsWith("*.", StringComparison.Ordinal))
                    .Select(field => field with { Name = field.Name[2..] })
                    .Where(field => isTrained || !field.Name.StartsWith("history", StringComparison.Ordinal))
                    .Concat(Fields("evaluate")));
        }
    }

    [Fact]
    public async Task What_every_verb_says_of_the_call_and_of_a_failure_is_on_the_page()
    {
        JsonObject json = (await trained.Place.Call("inspect", "student.odr", "--json")).WholeJson();
        foreach (string field in json.Select(field => field.Key).Where(name => Fields("inspect").All(one => one.Name != name)).ToArray())
            Assert.True(IsOf(Assert.Single(Fields("Every verb"), one => one.Name == field).Type, json[field]), field);
        Outcome failed = await trained.Place.Call("inspect", "none.odr", "--json");
        AreSame(JsonNode.Parse(failed.Output)!.AsObject(), "Failures");
    }

    [Fact]
    public void Every_verb_has_its_section()
    {
        foreach (string verb in HelpTests.AllVerbs) Assert.NotEmpty(Section(verb));
    }

    private static void AreSame(JsonObject printed, params string[] verbs) =>
        AreSame([.. Flat(printed, string.Empty)], verbs.SelectMany(Fields));

    private static void AreSame((string Name, JsonNode? Value)[] fields, IEnumerable<Field> onPage)
    {
        var page = onPage.ToDictionary(field => field.Name);
        Assert.Empty(fields.Select(field => field.Name).Except(page.Keys));
        Assert.Empty(page.Values.Where(field => !field.MayBeAbsent).Select(field => field.Name).Except(fields.Select(field => field.Name)));
        foreach ((string name, JsonNode? value) in fields)
        {
            string type = page[name].Type;
            Assert.True(IsOf(type, value), $"docs/json.md: {name} is {type}, printed is {value?.ToJsonString() ?? "null"}.");
        }
    }

    private static bool IsOf(string type, JsonNode? value) => value is null
        ? type.Contains("or null", StringComparison.Ordinal)
        : type.Split(',', ' ')[0] switch
        {
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "text" => value.GetValueKind() == JsonValueKind.String,
            "integer" => value.GetValueKind() == JsonValueKind.Number && long.TryParse(value.ToJsonString(), out _),
            "number" => value.GetValueKind() == JsonValueKind.Number,
            "boolean" => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            _ => false,
        };

    // All fields, as the page writes them: a.b, a[].b, a.*.b; METRIC for a metric that is not of the first level.
    private static IEnumerable<(string Name, JsonNode? Value)> Flat(JsonObject json, string prefix)
    {
        bool isNamed = prefix == "slices.", isCut = prefix is "slices.*." or "intervals.";
        foreach ((string key, JsonNode? value) in json)
        {
            string name = prefix + (isNamed ? "*" : isCut && Metric().IsMatch(key) ? "METRIC" : key);
            yield return (name, value);
            IEnumerable<(string, JsonNode?)> inner = value switch
            {
                JsonObject one => Flat(one, name + "."),
                JsonArray many => many.OfType<JsonObject>().SelectMany(one => Flat(one, name + "[].")),
                _ => [],
            };
            foreach ((string, JsonNode?) field in inner) yield return field;
        }
    }

    // The rows | `field`, `field` | type | what | of a section, that of a verb or of this name.
    private static IEnumerable<Field> Fields(string verb) =>
        from line in Section(verb)
        where line.StartsWith("| `", StringComparison.Ordinal)
        let cells = line.Split(" | ")
        from Match name in Name().Matches(cells[0])
        select new Field(name.Groups["name"].Value, cells[1], line.Contains("absent where", StringComparison.Ordinal));

    private static IEnumerable<string> Section(string verb) => Page
        .SkipWhile(line => line != $"## {verb}"
            && !(line.StartsWith("## ", StringComparison.Ordinal) && line.Contains($"`{verb}`", StringComparison.Ordinal)))
        .Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));

    private sealed record Field(string Name, string Type, bool MayBeAbsent);

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("^(HR|MRR|NDCG)@(5|10|20)$")]
    private static partial Regex Metric();
}
