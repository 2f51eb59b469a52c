using System.Text.Json.Nodes;
using OnDeviceRec.Device;

namespace OnDeviceRec.Cli.Tests.Commands;

public class RecommendTests(TrainedFiles trained)
{
    private static readonly int[] Session = [12, 5, 9, 5];

    [Theory]
    [InlineData("teacher.odr", 5, false)]
    [InlineData("student.odr", 5, false)]
    [InlineData("student.odr", 20, true)]
    [InlineData("student.odr", Workplace.Items, false)]
    [InlineData("student.odr", 10 * Workplace.Items, true)]
    public async Task The_list_is_the_models_best_items_best_first(string file, int top, bool excludeSeen)
    {
        string[] exclude = excludeSeen ? ["--exclude-seen"] : [];
        JsonObject json = (await trained.Place.Call(
            ["recommend", "--model", file, "--session", string.Join(' ', Session), "--top", $"{top}", "--json", .. exclude])).Json();
        float[] all = Scores(file);
        int[] expected =
        [
            .. Enumerable.Range(1, Workplace.Items)
                .Where(item => !excludeSeen || !Session.Contains(item))
                .OrderByDescending(item => all[item - 1])
                .Take(top),
        ];
        Assert.Equal(expected, json["items"]!.AsArray().Select(item => (int)item!));
        Assert.Equal(expected.Select(item => all[item - 1]), json["scores"]!.AsArray().Select(score => (float)score!));
    }

    [Fact]
    public async Task Twenty_items_are_listed_unless_told_otherwise()
    {
        Outcome outcome = (await trained.Place.Call("recommend", "--model", "student.odr", "--session", "12, 5\t9")).Done();
        Assert.Empty(outcome.Errors);
        Assert.Equal(20, outcome.Output.Split('\n').Count(
            line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [string place, _, _] && int.TryParse(place, out _)));
    }

    [Theory]
    [InlineData(" ", "--session is empty")]
    [InlineData("41", "'41' is not an item of this model; ids are 1 to 40")]
    [InlineData("0", "'0' is not")]
    [InlineData("-3", "'-3' is not")]
    [InlineData("x 1.5", "'x' is not an item of this model; ids are 1 to 40, nor is anything else")]
    [InlineData("1.5", "'1.5' is not")]
    public async Task A_session_of_which_nothing_is_known_is_refused(string session, string reason) =>
        (await trained.Place.Call("recommend", "--model", "student.odr", "--session", session)).Refused(1, "--session", reason);

    [Fact]
    public async Task Unknown_items_are_skipped_and_named()
    {
        Outcome outcome = await Listed("student.odr", "12 41 5 x 9 5", "--json");
        Assert.Equal("--session: the model does not know '41', 'x'; skipped.", Assert.Single(outcome.ErrorLines));
        JsonObject json = outcome.Json();
        Assert.Equal(["41", "x"], json["unknown"]!.AsArray().Select(word => (string)word!));
        JsonObject without = (await Listed("student.odr", string.Join(' ', Session), "--json")).Json();
        Assert.Null(without["unknown"]);
        json.Remove("unknown");
        Assert.Equal(without.ToJsonString(), json.ToJsonString());
        Assert.Contains("'e' and 1 more; skipped", (await Listed("student.odr", "1 a b c d e f")).Done().Errors, StringComparison.Ordinal);
        (await Listed("student.odr", "12 41", "--strict")).Refused(1, "--session: '41' is not an item of this model; ids are 1 to 40");
    }

    [Fact]
    public async Task Items_are_left_out_or_allowed_by_ids_and_by_files()
    {
        trained.Place.Write("denied.txt", "7\n\n 9\r\n");
        trained.Place.Write("allowed.txt", "7\n8\n9\n99\n40\n");
        int[] without = await Items("--exclude", "denied.txt", "--top", "40");
        Assert.Equal(Workplace.Items - 2, without.Length);
        Assert.Equal(without, await Items("--exclude", "9, 7", "--top", "40"));
        Assert.DoesNotContain(7, without);
        Outcome allowed = await Listed("student.odr", "1 2", "--allow", "allowed.txt", "--exclude", "denied.txt", "--json");
        Assert.Equal([8, 40], allowed.Json()["items"]!.AsArray().Select(item => (int)item!).Order());
        Assert.Equal(
            "--allow: 1 of 5 ids of allowed.txt are not this model's and were skipped; the first is '99' on line 4.",
            Assert.Single(allowed.ErrorLines));
        (await Listed("student.odr", "1 2", "--allow", "allowed.txt", "--strict"))
            .Refused(1, "--allow: allowed.txt, line 4: '99' is not an item of this model");
    }

    [Fact]
    public async Task A_list_of_items_that_says_nothing_is_refused()
    {
        trained.Place.Write("unknown.txt", "\nx\n");
        trained.Place.Write("empty.txt", "\n");
        (await Listed("student.odr", "1", "--allow", "unknown.txt")).Refused(1, "--allow: unknown.txt has no item", "line 2: 'x' is not");
        (await Listed("student.odr", "1", "--exclude", "empty.txt")).Refused(1, "--exclude: empty.txt has no item", "it is empty");
        (await Listed("student.odr", "1", "--exclude", "none.txt")).Refused(1, "--exclude: there is no file 'none.txt'", "is not an item");
        (await Listed("student.odr", "1", "--exclude", " ")).Refused(1, "--exclude is empty");
    }

    [Fact]
    public async Task Why_says_how_much_of_each_item_is_copied_from_where()
    {
        JsonObject json = (await Listed("student.odr", "7 12 5 99 12", "--top", "40", "--why", "--json")).Json();
        int[] items = [.. json["items"]!.AsArray().Select(item => (int)item!)];
        foreach ((int item, JsonNode? why) in items.Zip(json["why"]!.AsArray()))
        {
            int[] back = [.. why!["positions"]!.AsArray().Select(one => (int)one!["back"]!)];
            Assert.Equal(item switch { 12 => [1, 3], 5 => [2], 7 => [4], _ => (int[])[] }, back);
            Assert.Equal(1, (double)why["copied"]! + (double)why["catalog"]!, 1e-9);
            Assert.Equal(back.Length > 0, (double)why["copied"]! > 0);
        }

        Outcome table = (await Listed("student.odr", "7 12 12", "--top", "40", "--why")).Done();
        Assert.Matches(@"copied, % +of it from how far back", table.Output);
        Assert.Matches(@" 12 .* 1: \d+\.\d\d, 2: \d+\.\d\d", table.Output);
    }

    [Fact]
    public async Task A_model_that_does_not_copy_has_no_why()
    {
        using var place = Workplace.Create();
        (await place.Call("train", "--data", "data", "--out", "plain.odr", "--width", "8", "--epochs", "1", "--preset", "paper")).Done();
        (await place.Call("recommend", "--model", "plain.odr", "--session", "1", "--why")).Refused(1, "--why", "does not copy");
    }

    private async Task<int[]> Items(params string[] options) =>
        [.. (await Listed("student.odr", "1 2", ["--json", .. options])).Json()["items"]!.AsArray().Select(item => (int)item!)];

    private Task<Outcome> Listed(string file, string session, params string[] options) =>
        trained.Place.Call(["recommend", "--model", file, "--session", session, .. options]);

    private float[] Scores(string file)
    {
        DeviceModel model = DeviceModel.Load(trained.Place[file]);
        var history = new History(model);
        foreach (int item in Session) history.Append(item);
        float[] scores = new float[Workplace.Items];
        model.Score(history, scores);
        return scores;
    }
}
