namespace OnDeviceRec.Cli.Tests.Kills;

/// <summary>A verb that trains, with settings that take seconds and write all the files that it can.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Report">The first file that says that the work is done.</param>
/// <param name="Settings">Its options.</param>
internal sealed record Job(string Verb, string Report, params string[] Settings)
{
    private const int Sequences = 200;

    // Constant rates, so that validation chooses the epochs and the files are of trainings on all sequences: two trainings each.
    private static readonly string[] Twice = ["--epochs", "3", "--patience", "3", "--schedule", "constant", "--refit"];

    private static readonly string[] Small = ["--width", "8", "--compression", "2"];

    private static readonly string[] Whole = ["--data", "data", .. Small, .. Twice, "--student-schedule", "constant"];

    private static readonly Lazy<Task<byte[]>> Teacher = new(Teach);

    public static Job Train { get; } = new("train", "x.report.html", ["--data", "data", "--width", "8", .. Twice, "--out", "x.odr"]);

    public static Job Distill { get; } =
        new("distill", "x.report.html", ["--data", "data", "--teacher", "t.odr", "--compression", "2", .. Twice, "--out", "x.odr"]);

    public static Job Run { get; } = new("run", "x/report.md", [.. Whole, "--out", "x"]);

    public static Job TunedRun { get; } = new("run", "x/report.md", [.. Whole, "--tune", "--out", "x"]) { Name = "run --tune" };

    public static Job Demo { get; } = new(
        "demo",
        "x/report.md",
        [
            .. Small, "--max-length", "3", "--epochs", "2", "--valid", "0.9", "--knn-labels", "0", "--dropout", "0",
            "--student-dropout", "0", "--out", "x",
        ]);

    /// <summary>What tells it from the others.</summary>
    public string Name { get; init; } = Verb;

    /// <summary>The call.</summary>
    public string[] Call => [Verb, .. Settings];

    /// <summary>The call that goes on.</summary>
    public string[] Resume => [.. Call, "--resume"];

    /// <summary>A folder with all that it reads.</summary>
    public async Task<Workplace> Prepare()
    {
        var place = Workplace.Create(sequences: Sequences);
        if (Verb == "distill") await File.WriteAllBytesAsync(place["t.odr"], await Teacher.Value);
        return place;
    }

    private static async Task<byte[]> Teach()
    {
        using var place = Workplace.Create(sequences: Sequences);
        (await place.Call("train", "--data", "data", "--width", "8", "--epochs", "1", "--knn-labels", "0", "--out", "t.odr")).Done();
        return place.Bytes("t.odr");
    }
}
