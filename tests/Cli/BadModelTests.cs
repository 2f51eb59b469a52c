namespace OnDeviceRec.Cli.Tests;

public class BadModelTests(TrainedFiles trained)
{
    [Fact]
    public async Task A_damaged_model_file_is_named_by_every_verb_that_reads_one()
    {
        using var place = Workplace.Create();
        byte[] whole = trained.Place.Bytes("student.odr"), changed = [.. whole];
        changed[^1] ^= 1;
        (string Name, byte[] Bytes, string Reason)[] files =
        [
            ("empty.odr", [], "no model file"),
            ("text.odr", "1 2 3\n"u8.ToArray(), "no model file"),
            ("cut.odr", whole[..(whole.Length / 2)], $"ends after {whole.Length / 2} of its {whole.Length} bytes"),
            ("long.odr", [.. whole, 0], "goes on after"),
            ("changed.odr", changed, "checksum"),
        ];
        foreach ((string name, byte[] bytes, string reason) in files)
        {
            await File.WriteAllBytesAsync(place[name], bytes, TestContext.Current.CancellationToken);
            foreach (string[] call in Readers(name)) (await place.Call(call)).Refused(1, name, reason, "Give a whole model file");
        }

        Assert.Empty(place.Named("x.odr"));
    }

    [Fact]
    public async Task A_missing_model_file_or_a_folder_is_named()
    {
        using var place = Workplace.Create();
        foreach (string[] call in Readers("none.odr")) (await place.Call(call)).Refused(1, "none.odr", "Check the path");
        foreach (string[] call in Readers("data")) (await place.Call(call)).Refused(1, "data", "Check that it is a file, not a folder");
    }

    [Fact]
    public async Task A_student_is_no_teacher() =>
        (await trained.Place.Call("distill", "--data", "data", "--teacher", "student.odr", "--out", "x.odr"))
            .Refused(1, "student.odr", "this is a student", "give a teacher");

    [Fact]
    public async Task A_model_of_another_catalog_is_refused()
    {
        using var place = Workplace.Create(items: 41);
        string teacher = trained.Place["teacher.odr"], student = trained.Place["student.odr"];
        (await place.Call("distill", "--data", "data", "--teacher", teacher, "--out", "x.odr"))
            .Refused(1, teacher, "knows 40 items", "has 41", "give the model");
        (await place.Call("evaluate", "--data", "data", "--model", student))
            .Refused(1, student, "knows 40 items", "has 41", "give the model");
        Assert.Empty(place.Named("x.odr"));
    }

    private static string[][] Readers(string model) =>
    [
        ["inspect", model],
        ["quantize", model, "--to", "int8", "--out", "x.odr"],
        ["recommend", "--model", model, "--session", "1"],
        ["similar", "--model", model, "--item", "1"],
        ["evaluate", "--model", model, "--data", "data"],
        ["distill", "--teacher", model, "--data", "data", "--out", "x.odr"],
    ];
}
