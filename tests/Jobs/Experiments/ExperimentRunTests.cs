using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Jobs.Experiments;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Jobs.Tests.Experiments;

public sealed class ExperimentRunTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly HeardProgress heard = new();

    [Fact]
    public void Rows_come_in_order_and_nothing_is_kept_without_a_folder()
    {
        var experiment = new ScriptedExperiment("ab", "c");
        ExperimentRun run = Run(experiment, path: null);
        Assert.Equal([["ab", "2"], ["c", "1"]], run.Rows.Select(row => row.Cells));
        Assert.Null(run.Fault);
        Run(experiment, path: null);
        Assert.Equal(4, experiment.Made);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void An_experiment_that_was_stopped_goes_on_at_its_row()
    {
        Assert.Throws<OperationCanceledException>(() => Run(new ScriptedExperiment("ab", "c", "stop")));
        Assert.Equal(["lengths.json", "lengths.md"], folder.Names);
        var resumed = new ScriptedExperiment("ab", "c", "def");
        ExperimentRun run = Run(resumed);
        Assert.Equal(1, resumed.Made);
        Assert.Equal([["ab", "2"], ["c", "1"], ["def", "3"]], run.Rows.Select(row => row.Cells));
        Assert.Equal([2, 1, 3], run.Rows.Select(row => (int)row.Values["length"]!));
        Assert.Equal(
            [
                $"ab: this row is in {folder.Path} already and is not made again.",
                $"c: this row is in {folder.Path} already and is not made again.",
            ],
            heard.Notes);
    }

    [Fact]
    public void Calls_side_by_side_keep_each_other_s_rows()
    {
        ExperimentRun Open(ScriptedExperiment of) => new(of, SmallData.Shop, folder.Path) { Command = "odrec", Progress = heard };
        ScriptedExperiment one = new("ab"), other = new("c");
        (ExperimentRun first, ExperimentRun second) = (Open(one), Open(other));
        one.Run(first);
        other.Run(second);
        Run(new ScriptedExperiment("ab", "c"));
        Assert.Equal((1, 1), (one.Made, other.Made));
        Assert.Equal(2, heard.Notes.Count);
    }

    [Fact]
    public void A_row_made_of_something_else_is_made_again_in_its_place()
    {
        Run(new ScriptedExperiment("ab", "c"));
        var other = new ScriptedExperiment("ab") { MadeOf = "runes" };
        Run(other);
        Assert.Equal(1, other.Made);
        Run(new ScriptedExperiment("c", "ab"));
        Assert.EndsWith("|\n| ab | 2 |\n| c | 1 |\n", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_the_commands_and_a_row_of_each_name()
    {
        Run(new ScriptedExperiment("ab"), command: "odrec experiment lengths --data a");
        Run(new ScriptedExperiment("ab", "c"), command: "odrec experiment lengths --data b");
        Assert.Equal(
            "# lengths\n\nMeasures words.\n\n    odrec experiment lengths --data a\n    odrec experiment lengths --data b\n\n"
            + "| word | length |\n|---|--:|\n| ab | 2 |\n| c | 1 |\n",
            Page());
    }

    [Fact]
    public void A_fault_is_the_first_rows_and_stays_with_a_row_that_is_kept()
    {
        foreach (int made in (int[])[3, 0])
        {
            var experiment = new ScriptedExperiment("ab", "abcdefg", "hijklmn");
            Assert.Equal("abcdefg is too long.", Run(experiment).Fault);
            Assert.Equal(made, experiment.Made);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("[{}]")]
    [InlineData("""[{"name":"ab","madeOf":"letters","command":"","row":null}]""")]
    [InlineData("""[{"name":"ab","madeOf":"letters","command":"","row":{"cells":["ab"],"values":{},"fault":null}}]""")]
    [InlineData("""[{"name":"ab","madeOf":"letters","command":"","row":{"cells":["ab",null],"values":{},"fault":null}}]""")]
    [InlineData("""[{"name":"ab","madeOf":null,"command":"","row":{"cells":["ab","2"],"values":{},"fault":null}}]""")]
    [InlineData("""[{"name":"ab","madeOf":"letters","command":"","row":{"cells":["ab","2"],"values":[],"fault":null}}]""")]
    [InlineData("""[{"name":"ab","madeOf":"letters","command":"","row":{"cells":["ab","2"],"values":{"a":"\ud800"},"fault":null}}]""")]
    [InlineData("""[{"name":"ab","madeOf":"letters","command":"","row":{"cells":["ab","2"],"values":{"a":1,"a":2},"fault":null}}]""")]
    public void A_file_of_something_else_is_refused_and_left_as_it_is(string text)
    {
        folder.Write("lengths.json", text);
        var e = Assert.Throws<CheckpointException>(() => Run(new ScriptedExperiment("ab")));
        Assert.StartsWith(folder["lengths.json"], e.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "this is no table of the experiment lengths; remove the file or give another folder.", e.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(folder["lengths.json"]));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        Run(new ScriptedExperiment("ab", "c"));
        byte[] whole = File.ReadAllBytes(folder["lengths.json"]);
        for (int length = 0; length < whole.Length; length += 7)
        {
            folder.Write("lengths.json", whole[..length]);
            Assert.Throws<CheckpointException>(() => Run(new ScriptedExperiment("ab")));
        }
    }

    [Fact]
    public void The_line_of_a_fault_is_named()
    {
        folder.Write("lengths.json", "[\n\n  oops\n]");
        var e = Assert.Throws<CheckpointException>(() => Run(new ScriptedExperiment("ab")));
        Assert.StartsWith($"{folder["lengths.json"]}, line 3: ", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private string Page() => File.ReadAllText(folder["lengths.md"]);

    private ExperimentRun Run(ScriptedExperiment experiment, string command = "odrec experiment lengths") =>
        Run(experiment, folder.Path, command);

    private ExperimentRun Run(ScriptedExperiment experiment, string? path, string command = "odrec experiment lengths")
    {
        var run = new ExperimentRun(experiment, SmallData.Shop, path) { Command = command, Progress = heard };
        experiment.Run(run);
        return run;
    }
}
