using OnDeviceRec.Cli.Output;
using OnDeviceRec.Data;
using Spectre.Console;

namespace OnDeviceRec.Cli.Tests.Output;

public sealed class ProgressLineTests
{
    [Fact]
    public void A_log_has_a_line_for_a_stage_and_one_every_ten_seconds_and_all_lines_to_keep()
    {
        var clock = new Clock();
        var log = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(log) });
        using (var progress = new ProgressLine(console, clock))
        {
            IProgress<WorkProgress> stage = progress.Begin("teacher");
            for (int second = 0; second <= 25; second++)
            {
                stage.Report(new WorkProgress(second, 100, "steps"));
                if (second == 12) stage.Note("epoch 1/2");
                clock.Seconds++;
            }
        }

        Assert.Equal(
            [
                "teacher",
                "teacher 10 %, ≤ 0:01:30 left, 10 of 100, 1.0 steps/s",
                "teacher: epoch 1/2",
                "teacher 20 %, ≤ 0:01:20 left, 20 of 100, 1.0 steps/s",
                "",
            ],
            log.ToString().ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public void Work_that_counts_from_its_start_again_has_the_rate_since_then()
    {
        var clock = new Clock();
        var log = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(log) });
        using (var progress = new ProgressLine(console, clock))
        {
            IProgress<WorkProgress> stage = progress.Begin("splitting");
            for (int second = 0; second <= 20; second++)
            {
                stage.Report(new WorkProgress(second < 15 ? 6 * second : 2 * (second - 15), 100, "percent"));
                clock.Seconds++;
            }
        }

        Assert.Equal("splitting 10 %, ≤ 0:00:45 left, 10 of 100, 2.0 percent/s", log.ToString().ReplaceLineEndings("\n").Split('\n')[^2]);
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
