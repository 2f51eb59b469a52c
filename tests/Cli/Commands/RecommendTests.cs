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
    [InlineData("12 41", "'41' is not an item of this model; ids are 1 to 40")]
    [InlineData("0", "'0' is not")]
    [InlineData("-3", "'-3' is not")]
    [InlineData("12 x", "'x' is not")]
    [InlineData("1.5", "'1.5' is not")]
    public async Task A_session_of_unknown_items_is_refused(string session, string reason) =>
        (await trained.Place.Call("recommend", "--model", "student.odr", "--session", session)).Refused(1, "--session", reason);

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
