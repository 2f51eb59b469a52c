using System.Globalization;
using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests.Commands;

public class TrainDistillInspectTests(TrainedFiles trained)
{
    [Fact]
    public async Task Train_says_what_it_made()
    {
        JsonObject json = trained.Train.Json();
        Assert.Equal(3, (int)json["epochs"]!);
        Assert.InRange((double)json["valid"]!["HR@20"]!, 0, 1);
        Assert.True((double)json["seconds"]! > 0);
        await SameAsInspect("teacher.odr", json);
        Assert.Equal((Workplace.Items, 8, Workplace.Items * 8), ((int)json["items"]!, (int)json["width"]!, (int)json["tableParameters"]!));
        Assert.Equal((1.0, 1.0), ((double)json["tableCompression"]!, (double)json["fileCompression"]!));
    }

    [Theory]
    [InlineData("teacher", "odrec distill --data data --teacher teacher.odr --out student.odr")]
    [InlineData("student", "odrec evaluate --model student.odr --data data")]
    public async Task A_page_beside_the_model_says_how_it_was_made_and_what_comes_next(string model, string next)
    {
        string html = await File.ReadAllTextAsync(trained.Place[$"{model}.report.html"], TestContext.Current.CancellationToken);
        Assert.Contains($"<pre><code>{next}</code></pre>", html, StringComparison.Ordinal);
        Assert.Contains($"Losses of the training of the {model}", html, StringComparison.Ordinal);
        Assert.Equal(model == "student", html.Contains("<td>0.2</td>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Train_draws_negatives_where_it_is_told_to()
    {
        using var place = Workplace.Create();
        string[] train = ["train", "--data", "data", "--width", "8", "--epochs", "3", "--out"];
        (await place.Call([.. train, "a.odr", "--negatives", "10"])).Done();
        (await place.Call([.. train, "b.odr", "--negatives", "10"])).Done();
        (await place.Call([.. train, "full.odr", "--negatives", "0"])).Done();
        (await place.Call([.. train, "plain.odr"])).Done();
        Assert.Equal(place.Bytes("a.odr"), place.Bytes("b.odr"));
        Assert.Equal(place.Bytes("plain.odr"), place.Bytes("full.odr"));
        Assert.NotEqual(place.Bytes("full.odr"), place.Bytes("a.odr"));
        (await place.Call([.. train, "x.odr", "--negatives", $"{Workplace.Items + 1}"])).Refused(
            1, $"--negatives {Workplace.Items + 1} is above the {Workplace.Items} items", "0 for the whole catalog");

        string[] distill = ["distill", "--data", "data", "--teacher", "a.odr", "--epochs", "2", "--out"];
        (await place.Call([.. distill, "s.odr", "--negatives", "10"])).Done();
        (await place.Call([.. distill, "t.odr", "--negatives", "10"])).Done();
        (await place.Call([.. distill, "u.odr"])).Done();
        Assert.Equal(place.Bytes("s.odr"), place.Bytes("t.odr"));
        Assert.NotEqual(place.Bytes("u.odr"), place.Bytes("s.odr"));
        (await place.Call([.. distill, "x.odr", "--negatives", "10", "--pre-negatives", "0"])).Refused(2, "--pre-negatives above 0 too");
    }

    [Fact]
    public async Task What_was_held_out_is_said_and_refit_trains_on_it_too()
    {
        using var place = Workplace.Create();
        string[] train = ["train", "--data", "data", "--width", "8", "--epochs", "3", "--out"];
        Assert.EndsWith(
            "The latest 6 of 60 train sequences were held out to validate by; --refit trains on all of them.",
            (await place.Call([.. train, "part.odr"])).Done().Output.TrimEnd(),
            StringComparison.Ordinal);
        Outcome refit = (await place.Call([.. train, "all.odr", "--refit"])).Done();
        Assert.DoesNotContain("held out", refit.Output, StringComparison.Ordinal);
        (await place.Call([.. train, "zero.odr", "--valid", "0"])).Done();
        Assert.Equal(place.Weights("zero.odr"), place.Weights("all.odr"));

        string[] distill = ["distill", "--data", "data", "--teacher", "all.odr", "--compression", "2", "--schedule", "constant", "--out"];
        JsonObject chosen = (await place.Call([.. distill, "chosen.odr", "--epochs", "3", "--refit", "--json"])).Json();
        string epochs = ((int)chosen["bestEpoch"]!).ToString(CultureInfo.InvariantCulture);
        Assert.Equal((60, 60), ((int)chosen["trainedOn"]!["sequences"]!, (int)chosen["trainedOn"]!["of"]!));
        Assert.NotNull(chosen["valid"]);
        (await place.Call([.. distill, "fixed.odr", "--epochs", epochs, "--valid", "0"])).Done();
        Assert.Equal(place.Weights("fixed.odr"), place.Weights("chosen.odr"));
        Assert.Equal(["chosen.odr", "chosen.report.html"], place.Named("chosen"));
    }

    [Fact]
    public async Task A_preset_is_the_sum_of_its_settings_and_a_student_has_its_teacher_s_head()
    {
        using var place = Workplace.Create();
        string[] train = ["train", "--data", "data", "--width", "8", "--epochs", "1", "--out"];
        (await place.Call([.. train, "paper.odr", "--preset", "paper"])).Done();
        (await place.Call([
            .. train, "alike.odr", "--preset", "paper", "--time-decay", "0", "--knn-labels", "0", "--logit-scale", "0",
            "--dropout", "0.5", "--batch", "100"])).Done();
        (await place.Call([.. train, "recent.odr", "--preset", "paper", "--time-decay", "3"])).Done();
        (await place.Call([.. train, "labeled.odr", "--preset", "paper", "--knn-labels", "1"])).Done();
        (await place.Call([.. train, "normed.odr", "--preset", "paper", "--logit-scale", "8"])).Done();
        Assert.Equal(place.Bytes("paper.odr"), place.Bytes("alike.odr"));
        foreach (string other in (string[])["recent.odr", "labeled.odr", "normed.odr"])
            Assert.NotEqual(place.Bytes("paper.odr"), place.Bytes(other));
        (await place.Call(
            "distill", "--data", "data", "--teacher", "paper.odr", "--out", "student.odr", "--epochs", "1", "--compression", "2")).Done();
        Assert.Equal("catalog", (string)(await place.Call("inspect", "student.odr", "--json")).Json()["head"]!);
        Assert.Equal("copy", (string)(await trained.Place.Call("inspect", "student.odr", "--json")).Json()["head"]!);
    }

    [Fact]
    public async Task Distill_says_what_it_made()
    {
        JsonObject json = trained.Distill.Json();
        Assert.Equal(2, (int)json["epochs"]!);
        Assert.InRange((double)json["valid"]!["NDCG@10"]!, 0, 1);
        Assert.True((double)json["seconds"]! > 0);
        await SameAsInspect("student.odr", json, "--teacher", "teacher.odr");
        Assert.True((double)json["tableCompression"]! >= 2);
        Assert.Equal("binary codes of 24 bits", (string)json["table"]!);
        Assert.Equal((4, (4 * 24) + (24 * Workplace.Items)), ((int)json["width"]!, (int)json["tableParameters"]!));
        Assert.Equal(Workplace.Items * 8 / ((4 * 24) + (24 * Workplace.Items / 32.0)), (double)json["tableCompression"]!, 1e-12);
        double files = (double)trained.Place.Bytes("teacher.odr").Length / trained.Place.Bytes("student.odr").Length;
        Assert.Equal(files, (double)json["fileCompression"]!, 1e-12);
    }

    [Fact]
    public async Task Without_json_there_are_tables_of_the_same_numbers()
    {
        using var place = Workplace.Create();
        Outcome train = (await place.Call("train", "--data", "data", "--out", "teacher.odr", "--width", "8", "--epochs", "3")).Done();
        Assert.Contains("file bytes", train.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^3 epochs, best epoch \d: validation HR@20 \d", train.Output);
        Assert.Equal(trained.Place.Bytes("teacher.odr"), place.Bytes("teacher.odr"));
        Outcome distill = (await place.Call(
            "distill", "--data", "data", "--teacher", "teacher.odr", "--out", "s.odr", "--epochs", "1", "--compression", "2")).Done();
        Assert.Contains("binary codes", distill.Output, StringComparison.Ordinal);
        Assert.Matches("1 epoch, best epoch 1", distill.Output);
        Assert.Contains("dense", (await place.Call("inspect", "teacher.odr")).Done().Output, StringComparison.Ordinal);
        Assert.Equal(["teacher.odr"], place.Named("teacher.odr"));
        Assert.Equal(["s.odr"], place.Named("s.odr"));
    }

    [Fact]
    public async Task Neither_the_test_file_nor_its_absence_changes_a_model()
    {
        using var place = Workplace.Create();
        File.Delete(place["data/test.sessions.txt"]);
        (await place.Call("train", "--data", "data", "--out", "teacher.odr", "--width", "8", "--epochs", "3")).Done();
        Assert.Equal(trained.Place.Bytes("teacher.odr"), place.Bytes("teacher.odr"));
        place.Write("data/test.sessions.txt", "this is noise");
        (await place.Call(
            "distill", "--data", "data", "--teacher", "teacher.odr", "--out", "student.odr", "--epochs", "2", "--compression", "2")).Done();
        Assert.Equal(trained.Place.Bytes("student.odr"), place.Bytes("student.odr"));
    }

    [Fact]
    public async Task Nothing_held_out_trains_for_exactly_the_epochs()
    {
        using var place = Workplace.Create();
        JsonObject json = (await place.Call(
            "train", "--data", "data", "--out", "t.odr", "--width", "8", "--epochs", "6",
            "--valid", "0", "--patience", "1", "--json")).Json();
        Assert.Equal((6, 6), ((int)json["epochs"]!, (int)json["bestEpoch"]!));
        Assert.Null(json["valid"]);
    }

    [Fact]
    public async Task The_encoders_settings_arrive_in_the_file()
    {
        using var place = Workplace.Create();
        await place.Call(
            "train", "--data", "data", "--out", "t.odr", "--epochs", "1", "--width", "12", "--heads", "3", "--layers", "2",
            "--inner", "20", "--max-length", "4", "--readout", "last");
        JsonObject json = (await place.Call("inspect", "t.odr", "--json")).Json();
        Assert.Equal(
            (12, 3, 2, 20, 4, "last"),
            (
                (int)json["width"]!,
                (int)json["heads"]!,
                (int)json["layers"]!,
                (int)json["inner"]!,
                (int)json["maxLength"]!,
                (string)json["readout"]!));
    }

    private async Task SameAsInspect(string file, JsonObject json, params string[] options)
    {
        JsonObject inspected = (await trained.Place.Call(["inspect", file, "--json", .. options])).Json();
        foreach (string key in (string[])
            ["items", "width", "tableParameters", "tableCompression", "fileBytes", "fileCompression", "precision"])
        {
            Assert.True(inspected.ContainsKey(key), key);
        }

        Assert.Equal(trained.Place.Bytes(file).Length, (int)inspected["fileBytes"]!);
        foreach ((string key, JsonNode? value) in inspected) Assert.True(JsonNode.DeepEquals(value, json[key]), key);
    }
}
