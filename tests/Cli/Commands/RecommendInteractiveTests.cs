using System.Text.RegularExpressions;

namespace OnDeviceRec.Cli.Tests.Commands;

public sealed partial class RecommendInteractiveTests(TrainedFiles trained)
{
    private const int Top = 4;

    [Fact]
    public async Task Every_word_is_answered_by_the_list_of_the_session_so_far()
    {
        using Odrec odrec = trained.Place.Talk("recommend", "--model", "student.odr", "--interactive", "--top", $"{Top}");
        int[] one = await List(odrec, "12", "12");
        Assert.Equal(await Alone("12"), one);
        Assert.Equal(await Alone("12 5 9"), await List(odrec, "5 9", "12 5 9"));
        await List(odrec, "undo", "12 5");
        Assert.Equal(one, await List(odrec, "undo", "12"));
        await odrec.Say("clear");
        Assert.Equal("The session is empty.", await odrec.Hear());
        Assert.Equal(await Alone("7"), await List(odrec, "7", "7"));
        await odrec.Say("quit");
        Outcome outcome = (await odrec.End()).Done();
        Assert.Empty(outcome.Output);
        Assert.StartsWith("Type an id", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_item_is_said_and_the_end_of_the_input_ends_it()
    {
        using Odrec odrec = trained.Place.Talk("recommend", "--model", "student.odr", "--interactive", "--top", $"{Top}");
        await odrec.Say("x");
        await odrec.Say("undo");
        Assert.Equal("The session is empty.", await odrec.Hear());
        await List(odrec, "3 x", "3");
        Outcome outcome = (await odrec.End()).Done();
        Assert.Equal(
            [
                "the line: 'x' is not an item of this model; ids are 1 to 40.",
                "There is nothing to take back.",
                "The model does not know 'x'; skipped.",
            ],
            outcome.ErrorLines[1..]);
    }

    [Fact]
    public async Task Moves_are_told()
    {
        using Odrec odrec = trained.Place.Talk("recommend", "--model", "student.odr", "--interactive", "--top", "40", "--why");
        await odrec.Say("3");
        await odrec.Hear();
        for (int i = 0; i < Workplace.Items; i++) Assert.Matches(@"^\d+ \d+ -\d+\.\d{4} new \d+\.\d\d$", await odrec.Hear());
        await odrec.Say("30");
        await odrec.Hear();
        int climbed = 0;
        for (int i = 0; i < Workplace.Items; i++)
        {
            string moved = (await odrec.Hear()).Split(' ')[3];
            if (moved != "=") climbed += int.Parse(moved, System.Globalization.CultureInfo.InvariantCulture);
        }

        Assert.Equal(0, climbed);
    }

    private static async Task<int[]> List(Odrec odrec, string word, string session)
    {
        await odrec.Say(word);
        Match head = Head().Match(await odrec.Hear());
        Assert.True(head.Success);
        Assert.Equal(session, head.Groups["session"].Value);
        int[] items = new int[Top];
        for (int i = 0; i < Top; i++)
        {
            string[] words = (await odrec.Hear()).Split(' ');
            Assert.Equal($"{i + 1}", words[0]);
            items[i] = int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
        }

        return items;
    }

    private async Task<int[]> Alone(string session) =>
    [
        .. (await trained.Place.Call(
            "recommend", "--model", "student.odr", "--session", session, "--top", $"{Top}", "--json")).Json()["items"]!
            .AsArray().Select(item => (int)item!),
    ];

    [GeneratedRegex(@"^after (?<session>[\d ]+): \d+\.\d µs$")]
    private static partial Regex Head();
}
