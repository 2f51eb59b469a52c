using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests.Commands;

/// <summary>The verbs <c>export</c> and <c>import</c>.</summary>
public class InterchangeTests(TrainedFiles trained)
{
    private static string Sasrec => Repository.PathOf("tests", "fixtures", "sasrec.safetensors");

    [Fact]
    public async Task A_teacher_that_goes_out_and_comes_in_lists_the_same_and_can_be_distilled()
    {
        using var place = Workplace.Create();
        File.Copy(trained.Place["teacher.odr"], place["t.odr"]);
        JsonObject written = (await place.Call("export", "--model", "t.odr", "--safetensors", "t.safetensors", "--json")).Json();
        Assert.Equal(("t.safetensors", 27), ((string)written["file"]!, (int)written["tensors"]!));
        Assert.Equal(new FileInfo(place["t.safetensors"]).Length, (long)written["fileBytes"]!);
        Assert.Equal((Workplace.Items, 8), ((int)written["items"]!, (int)written["width"]!));
        string[] import = ["import", "--safetensors", "t.safetensors", "--data", "data", "--out", "again.odr"];
        Assert.Equal("none", (string)(await place.Call([.. import, "--json"])).Json()["ids"]!);
        string[] recommend = ["recommend", "--session", "3 4 5", "--top", "9", "--json", "--model"];
        Assert.Equal(
            (await place.Call([.. recommend, "t.odr"])).Done().Output, (await place.Call([.. recommend, "again.odr"])).Done().Output);
        (await place.Call(
            "distill", "--data", "data", "--teacher", "again.odr", "--out", "s.odr", "--epochs", "1", "--compression", "2")).Done();
        place.Write("data/items.txt", string.Join('\n', Enumerable.Range(1, Workplace.Items).Select(item => $"sku-{item}")));
        Assert.Equal("texts", (string)(await place.Call([.. import, "--json"])).Json()["ids"]!);
    }

    [Fact]
    public async Task A_student_goes_out_as_a_graph_that_is_about_as_small()
    {
        using var place = Workplace.Create();
        string student = trained.Place["student.odr"];
        JsonObject written = (await place.Call("export", "--model", student, "--onnx", "s.onnx", "--json")).Json();
        Assert.Equal(("s.onnx", Workplace.Items), ((string)written["file"]!, (int)written["items"]!));
        Assert.Equal(place.Bytes("s.onnx").Length, (long)written["fileBytes"]!);
        JsonObject weights = (await place.Call("export", "--model", student, "--safetensors", "s", "--json")).Json();
        Assert.Equal((int)weights["tensors"]! + 1, (int)written["tensors"]!);
        string shown = (await place.Call("export", "--model", student, "--onnx", "s.onnx")).Done().Output;
        Assert.Contains("file bytes", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_go_out_is_refused_in_a_line()
    {
        using var place = Workplace.Create();
        string[] export = ["export", "--model", trained.Place["student.odr"]];
        (await place.Call(export)).Refused(2, "give one of '--onnx' and '--safetensors'");
        (await place.Call([.. export, "--onnx", "a", "--safetensors", "b"])).Refused(2, "give one of '--onnx' and '--safetensors'");
        (await place.Call([.. export, "--onnx", ""])).Refused(2, "--onnx", "must not be empty");
        (await place.Call([.. export, "--onnx", "none/s.onnx"])).Refused(1, "none/s.onnx");
        (await place.Call("export", "--model", "data/dataset.json", "--onnx", "y")).Refused(1, "Give a whole model file");
        File.Copy(trained.Place["student.odr"], place["s.odr"]);
        (await place.Call("export", "--model", "s.odr", "--onnx", "s.odr")).Refused(1, "s.odr");
        Assert.Equal(await File.ReadAllBytesAsync(export[2], TestContext.Current.CancellationToken), place.Bytes("s.odr"));
        Assert.Empty(place.Named("y"));
    }

    [Fact]
    public async Task What_cannot_come_in_is_refused_in_a_line()
    {
        using var place = Workplace.Create();
        string[] import = ["import", "--out", "x.odr", "--safetensors"];
        (await place.Call([.. import, Sasrec, "--data", "data"])).Refused(1, "the model has 30 items, the data set tiny 40");
        (await place.Call([.. import, Sasrec, "--heads", "3"])).Refused(1, Sasrec, "heads");
        (await place.Call([.. import, Sasrec, "--heads", "0"])).Refused(2, "--heads is '0'", "from 1 to");
        string tail = new('x', 255);
        place.Write("data/items.txt", string.Join('\n', Enumerable.Range(1, Workplace.Items).Select(item => $"sku-{item}{tail}")));
        (await place.Call("export", "--model", trained.Place["teacher.odr"], "--safetensors", "t")).Done();
        (await place.Call([.. import, "t", "--data", "data"])).Refused(1, "items.txt: The id of item 1 has", "change them");
        (await place.Call([.. import, "none"])).Refused(1, "none: cannot be read", "check that it is a file");
        (await place.Call([.. import, "data/dataset.json"])).Refused(1, "dataset.json", "give a safetensors file");
        File.Copy(Sasrec, place["x.odr"]);
        (await place.Call([.. import, "x.odr"])).Refused(1, "x.odr");
        (await place.Call("export", "--model", "data/dataset.json", "--safetensors", "y")).Refused(1, "Give a whole model file");
        Assert.Equal(await File.ReadAllBytesAsync(Sasrec, TestContext.Current.CancellationToken), place.Bytes("x.odr"));
        Assert.Empty(place.Named("y"));
    }
}
