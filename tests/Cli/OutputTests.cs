using System.Diagnostics;
using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Cli.Tests;

public class OutputTests(TrainedFiles trained)
{
    private static readonly string[] Train = ["train", "--data", "data", "--width", "8", "--epochs", "1", "--out"];
    private static readonly string[] Run = ["run", "--data", "data", "--width", "8", "--epochs", "1", "--compression", "2", "--out"];

    [Theory]
    [InlineData("distill")]
    [InlineData("run")]
    public async Task A_compression_that_cannot_be_met_leaves_nothing(string verb)
    {
        string[] more = verb == "run" ? ["--width", "8"] : ["--teacher", "teacher.odr"];
        (await trained.Place.Call([verb, "--data", "data", "--out", "impossible", "--compression", "100000", .. more]))
            .Refused(1, "100000 times", "the largest compression is", "ask for less");
        Assert.Empty(trained.Place.Named("impossible"));
    }

    [Fact]
    public async Task Heads_that_do_not_divide_the_width_leave_nothing()
    {
        using var place = Workplace.Create();
        (await place.Call("run", "--data", "data", "--out", "x.odr", "--width", "8", "--heads", "3"))
            .Refused(2, "--heads 3 does not divide --width 8");
        Assert.Empty(place.Named("x.odr"));
    }

    [Fact]
    public async Task An_output_under_a_file_is_refused_before_any_training()
    {
        using var place = Workplace.Create();
        place.Write("file", "mine");
        foreach (string[] call in (string[][])[[.. Train, "file/x.odr"], [.. Run, "file/x"], [.. Run, "file"]])
            (await place.Call(call)).Refused(1, "file", "cannot be written");
        Assert.Equal("mine"u8.ToArray(), place.Bytes("file"));
        Assert.Equal(["file"], place.Named("file"));
    }

    [Fact]
    public async Task A_folders_name_is_no_model_file()
    {
        using var place = Workplace.Create();
        (await place.Call([.. Train, "data"])).Refused(1, "data: this is a folder", "give the name");
        (await place.Call("distill", "--data", "data", "--teacher", trained.Place["teacher.odr"], "--out", "data", "--compression", "2"))
            .Refused(1, "data: this is a folder", "give the name");
        Assert.Equal(["data"], place.Named("data"));
    }

    [Theory]
    [InlineData("t.odr", "t.odr")]
    [InlineData("t.odr", "./t.odr")]
    [InlineData("link.odr", "t.odr")]
    [InlineData("t.odr", "link.odr")]
    public async Task A_teacher_is_not_replaced_by_its_student(string teacher, string student)
    {
        using var place = Workplace.Create();
        File.Copy(trained.Place["teacher.odr"], place["t.odr"]);
        File.CreateSymbolicLink(place["link.odr"], "t.odr");
        (await place.Call("distill", "--data", "data", "--teacher", teacher, "--out", student, "--epochs", "1", "--compression", "2"))
            .Refused(1, $"{student}: this would replace {teacher}, which is read");
        (await place.Call("quantize", teacher, "--to", "int8", "--out", student))
            .Refused(1, $"{student}: this would replace {teacher}, which is read");
        Assert.Equal(trained.Place.Bytes("teacher.odr"), place.Bytes("t.odr"));
    }

    [Fact]
    public async Task No_verb_replaces_what_it_reads()
    {
        using var place = Workplace.Create();
        const string Sequences = "data/train.sessions.txt";
        byte[] before = place.Bytes(Sequences);
        place.Write("job.json", "{ }");
        Directory.CreateDirectory(place["out"]);
        File.CreateSymbolicLink(place["out/report.md"], place[Sequences]);
        File.CreateSymbolicLink(place["out/agreement.md"], place[Sequences]);
        string model = trained.Place["student.odr"];
        foreach (string[] call in (string[][])
            [
                [.. Train, Sequences],
                [.. Train, "job.json", "--config", "job.json"],
                [.. Run, "out"],
                ["evaluate", "--model", model, "--data", "data", "--report", Sequences],
                ["evaluate", "--model", model, "--data", "data", "--report", model],
                ["experiment", "agreement", "--model", model, "--data", "data", "--out", "out"],
            ])
        {
            (await place.Call(call)).Refused(1, ": this would replace ", "which is read; give another name");
        }

        Assert.Equal(before, place.Bytes(Sequences));
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/stdout")]
    [InlineData("pipe")]
    public async Task A_device_or_a_pipe_is_refused_before_any_work(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "these are names of Linux");
        using var place = Workplace.Create();
        Process.Start("mkfifo", place["pipe"]).WaitForExit();
        string model = trained.Place["student.odr"];
        foreach (string[] call in (string[][])
            [
                [.. Train, name],
                ["quantize", model, "--to", "int8", "--out", name],
                ["evaluate", "--model", model, "--data", "data", "--report", name],
            ])
        {
            (await place.Call(call)).Refused(1, $"{name}: this is a device or a pipe", "give the name of a file");
        }
    }

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    public async Task Progress_that_cannot_be_shown_costs_no_training(string redirection)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there is no /dev/full");
        using var place = Workplace.Create();
        Outcome outcome = await Odrec.CallRedirected(place[""], redirection, [.. Train, "x.odr", "--json"]);
        Assert.Equal(0, outcome.Code);
        Assert.StartsWith("{", outcome.Output, StringComparison.Ordinal);
        (await place.Call([.. Train, "y.odr"])).Done();
        Assert.Equal(place.Bytes("y.odr"), place.Bytes("x.odr"));
        Assert.Equal(2, (await Odrec.CallRedirected(place[""], redirection, "nonsense")).Code);
    }

    [Theory]
    [InlineData(">/dev/full")]
    [InlineData(">&-")]
    public async Task A_result_that_cannot_be_shown_ends_in_one_line_and_the_model_is_there(string redirection)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there is no /dev/full");
        using var place = Workplace.Create();
        foreach (string form in (string[])["--json=true", "--json=false"])
        {
            Outcome outcome = await Odrec.CallRedirected(place[""], redirection, [.. Train, "x.odr", form]);
            Assert.Equal(1, outcome.Code);
            Assert.StartsWith("odrec: standard output is closed or full", outcome.ErrorLines[^1], StringComparison.Ordinal);
            ModelFile.Read(place["x.odr"]);
        }

        Outcome none = await Odrec.CallRedirected(place[""], redirection, "inspect", "none.odr", "--json");
        Assert.Equal(1, none.Code);
        Assert.Contains("none.odr", Assert.Single(none.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_teacher_is_not_replaced_by_the_model_that_chooses_the_epochs_of_its_student()
    {
        using var place = Workplace.Create();
        File.Copy(trained.Place["teacher.odr"], place["s.choosing.odr"]);
        (await place.Call("distill", "--data", "data", "--teacher", "s.choosing.odr", "--out", "s.odr", "--refit"))
            .Refused(1, "s.choosing.odr, which is read");
        Assert.Equal(trained.Place.Bytes("teacher.odr"), place.Bytes("s.choosing.odr"));
    }

    [Fact]
    public async Task A_folder_without_write_rights_is_refused_before_any_training()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "a privileged user may write everywhere");
        using var place = Workplace.Create();
        string locked = Directory.CreateDirectory(place["locked"]).FullName;
        const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(locked, ReadOnly);
        (await place.Call([.. Train, "locked/x.odr"])).Refused(1, "locked", "cannot be written", "check the rights");
        (await place.Call([.. Run, "locked"])).Refused(1, "locked", "cannot be written", "check the rights");
        Assert.Empty(Directory.GetFileSystemEntries(locked));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(locked, ReadOnly | UnixFileMode.UserWrite);
    }
}
