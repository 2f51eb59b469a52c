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
