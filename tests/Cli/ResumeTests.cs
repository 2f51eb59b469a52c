using System.Globalization;
using System.Text.RegularExpressions;

namespace OnDeviceRec.Cli.Tests;

/// <summary>A training that was stopped in whatever way goes on with --resume and ends in the same bytes.</summary>
public class ResumeTests
{
    // Some dozen milliseconds an epoch, so that the end is seconds away when the first epochs are done.
    private const int Sequences = 900, SequencesOfJob = 300;
    private static readonly string[] Train = ["train", "--data", "data", "--width", "8", "--epochs", "40", "--patience", "40", "--out"];

    // What they all end in: the training that nobody disturbs.
    private static readonly Lazy<Task<byte[]>> Whole = new(async () =>
    {
        using var place = Workplace.Create(sequences: Sequences);
        (await place.Call([.. Train, "whole.odr"])).Done();
        return place.Bytes("whole.odr");
    });

    [Fact]
    public async Task Killed_in_training()
    {
        using var place = Workplace.Create(sequences: Sequences);
        using (Odrec odrec = place.Start([.. Train, "x.odr"]))
        {
            await odrec.WaitFor("teacher: epoch 3/");
            await odrec.Kill();
        }

        Assert.False(File.Exists(place["x.odr"]));
        Assert.True(File.Exists(place["x.odr.checkpoint"]) || File.Exists(place["x.odr.checkpoint.previous"]));
        Outcome resumed = (await place.Call([.. Train, "x.odr", "--resume"])).Done();
        Assert.True(FirstEpoch(resumed) > 2, resumed.Errors);
        Assert.Equal(await Whole.Value, place.Bytes("x.odr"));
        Assert.False(File.Exists(place["x.odr.checkpoint"]) || File.Exists(place["x.odr.checkpoint.previous"]));
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("TERM")]
    public async Task A_terminal_that_goes_away_and_a_polite_kill_leave_a_checkpoint(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals");
        using var place = Workplace.Create(sequences: Sequences);
        using Odrec odrec = place.Start([.. Train, "x.odr"]);
        await odrec.WaitFor("teacher: epoch 2/");
        odrec.Interrupt(signal);
        Outcome stopped = await odrec.End();
        Assert.Equal(1, stopped.Code);
        Assert.EndsWith("x.odr.checkpoint holds the state, go on with --resume.", stopped.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(["x.odr.checkpoint", "x.odr.checkpoint.previous"], place.Named("x.odr"));
    }

    [Fact]
    public async Task Under_nohup_a_terminal_that_goes_away_stops_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no nohup");
        using var place = Workplace.Create(sequences: Sequences);
        using Odrec odrec = place.StartUnderNohup([.. Train, "x.odr"]);
        await odrec.WaitFor("teacher: epoch 2/");
        odrec.Interrupt("HUP");
        (await odrec.End()).Done();
        Assert.Equal(await Whole.Value, place.Bytes("x.odr"));
        Assert.Equal(["x.odr", "x.report.html"], place.Named("x."));
    }

    [Fact]
    public async Task A_second_run_on_the_same_output_is_refused_and_the_first_one_ends_as_if_there_had_been_none()
    {
        using var place = Workplace.Create(sequences: Sequences);
        await File.WriteAllBytesAsync(place["whole.odr"], await Whole.Value, TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(place["link.odr"], "x.odr");
        using Odrec first = place.Start([.. Train, "x.odr"]);
        await first.WaitFor("teacher: epoch 2/");
        foreach (string name in (string[])["x.odr", "./x.odr", "link.odr"])
            (await place.Call([.. Train, name])).Refused(1, $"{name}: another run is writing this", "give another name");
        (await place.Call("quantize", "whole.odr", "--to", "int8", "--out", "x.odr")).Refused(1, "x.odr: another run is writing this");
        (await first.End()).Done();
        Assert.Equal(await Whole.Value, place.Bytes("x.odr"));
        Assert.Equal(["x.odr", "x.report.html"], place.Named("x."));
    }

    [Fact]
    public async Task Interrupted_then_refused_with_other_settings_then_damaged_then_resumed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals");
        using var place = Workplace.Create(sequences: Sequences);
        using (Odrec odrec = place.Start([.. Train, "x.odr"]))
        {
            await odrec.WaitFor("teacher: epoch 3/");
            odrec.Interrupt();
            Outcome stopped = await odrec.End();
            Assert.Equal((1, ""), (stopped.Code, stopped.Output));
            Assert.Matches(@"^odrec: .*x\.odr\.checkpoint holds the state, go on with --resume\.$", stopped.ErrorLines[^1]);
        }

        Assert.Equal(["x.odr.checkpoint", "x.odr.checkpoint.previous"], place.Named("x.odr"));

        foreach ((string option, string value, string difference) in ((string, string, string)[])
            [
                ("--learning-rate", "0.005", @"learning rate [\d.]+ there, 0\.005 here"),
                ("--seed", "2", "seed 1 there, 2 here"),
                ("--layers", "2", "layers 1 there, 2 here"),
                ("--valid", "0.2", @"training examples \d+ there, \d+ here; validation examples \d+ there, \d+ here"),
            ])
        {
            await RefusesAnother(place, difference, [.. Train, "x.odr", "--resume", option, value]);
        }

        Assert.Equal(["x.odr.checkpoint", "x.odr.checkpoint.previous"], place.Named("x.odr"));

        byte[] checkpoint = place.Bytes("x.odr.checkpoint");
        await File.WriteAllBytesAsync(place["x.odr.checkpoint"], checkpoint[..^1], TestContext.Current.CancellationToken);
        Outcome resumed = (await place.Call([.. Train, "x.odr", "--resume"])).Done();
        Assert.Matches(@"^x\.odr\.checkpoint: it is damaged .* Going on from x\.odr\.checkpoint\.previous\.$", resumed.ErrorLines[0]);
        Assert.True(FirstEpoch(resumed) > 2, resumed.Errors);
        Assert.Equal(await Whole.Value, place.Bytes("x.odr"));
        Assert.Equal(["x.odr"], place.Named("x.odr"));
    }

    [Fact]
    public async Task A_distillation_is_refused_by_the_weight_or_the_teacher_that_is_another()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals");
        using var place = Workplace.Create(sequences: Sequences);
        foreach (string seed in (string[])["1", "2"])
            (await place.Call("train", "--data", "data", "--width", "8", "--epochs", "1", "--seed", seed, "--out", $"t{seed}.odr")).Done();
        string[] distill = ["distill", "--data", "data", "--compression", "2", "--epochs", "40", "--patience", "40", "--out", "x.odr"];
        using (Odrec odrec = place.Start([.. distill, "--teacher", "t1.odr"]))
        {
            await odrec.WaitFor("student: epoch 2/");
            odrec.Interrupt();
            Assert.Equal(1, (await odrec.End()).Code);
        }

        string[] resume = [.. distill, "--resume", "--teacher"];
        await RefusesAnother(place, "teacher file not the same", [.. resume, "t2.odr"]);
        await RefusesAnother(place, @"soft targets \d+ there, 5 here", [.. resume, "t1.odr", "--kl", "5"]);
        await RefusesAnother(
            place, @"soft targets \d+ there, 5 here; temperature [\d.]+ there, 3 here; teacher file not the same",
            [.. resume, "t2.odr", "--kl", "5", "--temperature", "3"]);
    }

    [Theory]
    [InlineData("student: epoch 2/", "teacher: epoch")]
    [InlineData("student on all sequences: epoch 1/", "teacher on all sequences: epoch")]
    public async Task A_whole_job_killed_while_it_distils(string last, string done)
    {
        using var place = Workplace.Create(sequences: SequencesOfJob);
        string[] run = [
            "run", "--data", "data", "--width", "8", "--compression", "2", "--epochs", "8", "--patience", "8",
            "--schedule", "constant", "--student-schedule", "constant", "--out",
        ];
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

    [Fact]
    public async Task An_experiment_that_was_interrupted_says_that_it_goes_on_by_itself_and_does()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals");
        using var place = Workplace.Create(items: 2000, sequences: Sequences);
        place.Write("job.json", """{ "width": 64, "epochs": 400, "knnLabels": 0 }""");
        string[] experiment = ["experiment", "main", "--data", "data", "--config", "job.json", "--out", "out", "--seeds", "1"];
        using (Odrec odrec = place.Start(experiment))
        {
            await odrec.WaitFor("teacher on all sequences: epoch 2/");
            odrec.Interrupt();
            (int code, string last) = await End(odrec);
            Assert.Equal(
                (1, "odrec: stopped; out holds what is done, the same command goes on from there by itself."), (code, last));
        }

        using (Odrec odrec = place.Start(experiment))
        {
            Assert.DoesNotContain(
                "epoch 1/", await odrec.WaitFor("teacher on all sequences: epoch"), StringComparison.Ordinal);
            await odrec.Kill();
        }

        static async Task<(int Code, string LastLine)> End(Odrec odrec)
        {
            Outcome outcome = await odrec.End();
            return (outcome.Code, outcome.ErrorLines[^1]);
        }
    }

    // That alone is named which is another.
    private static async Task RefusesAnother(Workplace place, string difference, string[] call)
    {
        Outcome outcome = await place.Call(call);
        outcome.Refused(1, "x.odr.checkpoint: it belongs to another run", "use the same settings or start without --resume");
        Assert.Matches($"another run: {difference}; use the same settings", outcome.ErrorLines[^1]);
    }

    private static int FirstEpoch(Outcome resumed) =>
        int.Parse(Regex.Match(resumed.Errors, @"teacher: epoch (\d+)/").Groups[1].Value, CultureInfo.InvariantCulture);
}
