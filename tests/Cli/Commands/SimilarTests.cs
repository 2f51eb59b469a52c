using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests.Commands;

public class SimilarTests(TrainedFiles trained)
{
    [Theory]
    [InlineData("teacher.odr", 5)]
    [InlineData("student.odr", 100)]
    public async Task Other_items_are_listed_the_most_alike_first(string file, int top)
    {
        JsonObject json = (await trained.Place.Call("similar", "--model", file, "--item", "12", "--top", $"{top}", "--json")).Json();
        int[] items = [.. json["items"]!.AsArray().Select(item => (int)item!)];
        double[] scores = [.. json["scores"]!.AsArray().Select(score => (double)score!)];
        Assert.Equal(12, (int)json["item"]!);
        Assert.Equal(Math.Min(top, Workplace.Items - 1), items.Distinct().Count());
        Assert.DoesNotContain(12, items);
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.All(scores, score => Assert.InRange(score, -1, 1));
    }

    [Fact]
    public async Task They_are_shown_as_a_table()
    {
        Outcome outcome = (await trained.Place.Call("similar", "--model", "student.odr", "--item", "12", "--top", "3")).Done();
        Assert.Matches("rank +item +cosine", outcome.Output);
        Assert.Empty(outcome.Errors);
    }

    [Fact]
    public async Task An_item_that_the_model_does_not_have_is_refused() =>
        (await trained.Place.Call("similar", "--model", "student.odr", "--item", "41"))
            .Refused(1, "--item: '41' is not an item of this model; ids are 1 to 40");
}
