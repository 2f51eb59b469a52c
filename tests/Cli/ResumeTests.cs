using System.Globalization;
using System.Text.RegularExpressions;

namespace OnDeviceRec.Cli.Tests;

/// <summary>A training that was stopped in whatever way goes on with --resume and ends in the same bytes.</summary>
public class ResumeTests
{
    // Some dozen milliseconds an epoch, so that the end is seconds away when the first epochs are done.
    private const int Sequences = 900, SequencesOfJob = 300;
    private static readonly string[] Train = ["train", "--data", "data", "--width", "8", "--epochs", "40", "--patience", "40", "--out"];

    [Fact]
    public async Task Killed_in_training()
    {
        using var place = Workplace.Create(sequences: Sequences);
        (await place.Call([.. Train, "whole.odr"])).Done();
        using (Odrec odrec = place.Start([.. Train, "x.odr"]))
        {
            await odrec.WaitFor("teacher: epoch 3/");
            await odrec.Kill();
        }

        Assert.False(File.Exists(place["x.odr"]));
        Assert.True(File.Exists(place["x.odr.checkpoint"]) || File.Exists(place["x.odr.checkpoint.previous"]));
        Outcome resumed = (await place.Call([.. Train, "x.odr", "--resume"])).Done();
        Assert.True(FirstEpoch(resumed) > 2, resumed.Errors);
        Assert.Equal(place.Bytes("whole.odr"), place.Bytes("x.odr"));
        Assert.False(File.Exists(place["x.odr.checkpoint"]) || File.Exists(place["x.odr.checkpoint.previous"]));
    }

    [Fact]
    public async Task Interrupted_then_refused_with_other_settings_then_damaged_then_resumed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals");
        using var place = Workplace.Create(sequences: Sequences);
        (await place.Call([.. Train, "whole.odr"])).Done();
        using (Odrec odrec = place.Start([.. Train, "x.odr"]))
        {
            await odrec.WaitFor("teacher: epoch 3/");
            odrec.Interrupt();
            Outcome stopped = await odrec.End();
            Assert.Equal((1, ""), (stopped.Code, stopped.Output));
            Assert.Matches(@"^odrec: .*x\.odr\.checkpoint holds the state, go on with --resume\.$", stopped.ErrorLines[^1]);
        }

        Assert.Equal(["x.odr.checkpoint", "x.odr.checkpoint.previous"], place.Named("x.odr"));

        foreach (string[] change in (string[][])[["--learning-rate", "0.005"], ["--seed", "2"], ["--layers", "2"], ["--valid", "0.2"]])
        {
            (await place.Call([.. Train, "x.odr", "--resume", .. change]))
                .Refused(1, "x.odr.checkpoint: it belongs to another run", "use the same settings or start without --resume");
        }

        Assert.Equal(["x.odr.checkpoint", "x.odr.checkpoint.previous"], place.Named("x.odr"));

        byte[] checkpoint = place.Bytes("x.odr.checkpoint");
        await File.WriteAllBytesAsync(place["x.odr.checkpoint"], checkpoint[..^1], TestContext.Current.CancellationToken);
        Outcome resumed = (await place.Call([.. Train, "x.odr", "--resume"])).Done();
        Assert.Matches(@"^x\.odr\.checkpoint: it is damaged .* Going on from x\.odr\.checkpoint\.previous\.$", resumed.ErrorLines[0]);
        Assert.True(FirstEpoch(resumed) > 2, resumed.Errors);
        Assert.Equal(place.Bytes("whole.odr"), place.Bytes("x.odr"));
        Assert.Equal(["x.odr"], place.Named("x.odr"));
    }

    [Theory]
    [InlineData("student: epoch 2/", "teacher: epoch")]
    [InlineData("student on all sequences: epoch 1/", "teacher on all sequences: epoch")]
    public async Task A_whole_job_killed_while_it_distils(string last, string done)
    {
        using var place = Workplace.Create(sequences: SequencesOfJob);
        string[] run = ["run", "--data", "data", "--width", "8", "--compression", "2", "--epochs", "8", "--patience", "8", "--out"];
        (await place.Call([.. run, "whole"])).Done();
        using (Odrec odrec = place.Start([.. run, "cut"]))
        {
            await odrec.WaitFor(last);
            await odrec.Kill();
        }

        Assert.False(File.Exists(place["cut/student-from-scratch.odr"]));
        Outcome resumed = (await place.Call([.. run, "cut", "--resume"])).Done();
        Assert.DoesNotContain(done, resumed.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("student: epoch 1/", resumed.Errors, StringComparison.Ordinal);
        foreach (string model in (string[])["teacher.odr", "student.odr", "student-from-scratch.odr"])
            Assert.Equal(place.Bytes($"whole/{model}"), place.Bytes($"cut/{model}"));
    }

    private static int FirstEpoch(Outcome resumed) =>
        int.Parse(Regex.Match(resumed.Errors, @"teacher: epoch (\d+)/").Groups[1].Value, CultureInfo.InvariantCulture);
}
