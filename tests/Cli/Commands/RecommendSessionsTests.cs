using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests.Commands;

public class RecommendSessionsTests(TrainedFiles trained)
{
    [Fact]
    public async Task Every_session_has_the_list_that_it_has_alone_in_a_line_of_its_own()
    {
        using var place = Workplace.Create();
        place.Write(
            "s.jsonl",
            "12 5 9\n\n[12, 5, \"9\"]\r\n{\"id\": \"a\\u00e9\", \"session\": [3, 99, 4]}\n{\"session\": [7], \"id\": 2.50}");
        Outcome outcome = (await Call(place, "--sessions", "s.jsonl", "--top", "5", "--exclude-seen")).Done();
        JsonObject[] lines = Lines(outcome);
        Assert.Equal([1, 3, 4, 5], lines.Select(line => (int)line["line"]!));
        Assert.Equal([null, null, "\"aé\"", "2.50"], lines.Select(line => line["id"]?.ToJsonString(Relaxed)));
        Assert.Equal([null, null, "[\"99\"]", null], lines.Select(line => line["unknown"]?.ToJsonString()));
        string[] alone = ["12 5 9", "12 5 9", "3 4", "7"];
        for (int i = 0; i < lines.Length; i++)
        {
            JsonObject one = (await Call(place, "--session", alone[i], "--top", "5", "--exclude-seen", "--json")).Json();
            foreach (string field in (string[])["line", "id", "unknown"]) lines[i].Remove(field);
            Assert.Equal(one.ToJsonString(), lines[i].ToJsonString());
        }

        Assert.Contains("s.jsonl: skipped unknown items, 1 in all", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", "line 2: 'x' is not an item of this model")]
    [InlineData("[1, 2", "line 2: it starts as JSON and is broken")]
    [InlineData("{\"session\": [1], \"session\": [2]}", "line 2: it starts as JSON and is broken")]
    [InlineData("{\"items\": [1]}", "line 2: it has no \"session\"")]
    [InlineData("{\"session\": \"1\"}", "line 2: it has no \"session\"")]
    [InlineData("{\"session\": [1], \"id\": [1]}", "line 2: its \"id\" is neither a text nor a number")]
    [InlineData("[1, null]", "line 2: null is neither a text nor a number")]
    [InlineData("[[1]]", "line 2: [1] is neither a text nor a number")]
    [InlineData("[true]", "line 2: true is neither a text nor a number")]
    [InlineData("[\"\\ud800\"]", "line 2: ")]
    [InlineData("[]", "line 2 is empty")]
    public async Task A_bad_line_is_named_and_the_others_go_on(string line, string reason)
    {
        using var place = Workplace.Create();
        place.Write("s.txt", $"1 2\n{line}\n3\n");
        Outcome outcome = await Call(place, "--sessions", "s.txt", "--top", "2");
        Assert.Equal(1, outcome.Code);
        Assert.Equal([1, 3], Lines(outcome).Select(one => (int)one["line"]!));
        Assert.Contains($"s.txt, {reason}", outcome.Errors, StringComparison.Ordinal);
        Assert.StartsWith("odrec: s.txt: 1 of 3 sessions have no list; mend", outcome.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_bad_lines_end_it()
    {
        using var place = Workplace.Create();
        place.Write("s.txt", "1\nx\n2\ny\n3\n");
        Outcome outcome = await Call(place, "--sessions", "s.txt", "--bad-lines", "1");
        Assert.Equal(1, outcome.Code);
        Assert.Equal([1, 3], Lines(outcome).Select(one => (int)one["line"]!));
        Assert.StartsWith("odrec: s.txt: stopped at line 4", outcome.ErrorLines[^1], StringComparison.Ordinal);
        (await Call(place, "--sessions", "none.txt")).Refused(1, "none.txt", "Check the path");
    }

    [Fact]
    public async Task A_list_comes_before_the_next_session_does()
    {
        using Odrec odrec = trained.Place.Talk("recommend", "--model", "student.odr", "--sessions", "-", "--top", "1");
        foreach (int line in (int[])[1, 2])
        {
            await odrec.Say("3 4");
            Assert.Equal(line, (int)JsonNode.Parse(await odrec.Hear())!["line"]!);
        }

        Outcome outcome = (await odrec.End()).Done();
        Assert.Empty(outcome.Output);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonObject[] Lines(Outcome outcome) =>
        [.. outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];

    private Task<Outcome> Call(Workplace place, params string[] options) =>
        place.Call(["recommend", "--model", trained.Place["student.odr"], .. options]);
}
