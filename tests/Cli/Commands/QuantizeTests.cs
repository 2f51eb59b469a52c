using System.Text.Json.Nodes;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Cli.Tests.Commands;

public class QuantizeTests(TrainedFiles trained)
{
    [Theory]
    [InlineData("teacher.odr", "int8")]
    [InlineData("teacher.odr", "int4")]
    [InlineData("teacher.odr", "fp16")]
    [InlineData("student.odr", "int8")]
    [InlineData("student.odr", "int4")]
    [InlineData("student.odr", "fp16")]
    public async Task A_model_becomes_smaller_and_says_what_it_is(string model, string precision)
    {
        using var place = Workplace.Create();
        byte[] before = trained.Place.Bytes(model);
        JsonObject json = (await place.Call("quantize", trained.Place[model], "--to", precision, "--out", "small.odr", "--json")).Json();
        Assert.Equal(before, trained.Place.Bytes(model));
        Assert.Equal(["small.odr"], place.Named("small.odr"));
        byte[] bytes = place.Bytes("small.odr");
        Assert.Equal((precision, bytes.Length), ((string)json["precision"]!, (int)json["fileBytes"]!));
        Assert.True(bytes.Length < before.Length);
        JsonObject inspected = (await place.Call("inspect", "small.odr", "--json")).Json();
        JsonObject original = (await trained.Place.Call("inspect", model, "--json")).Json();
        Assert.True(JsonNode.DeepEquals(inspected, json));
        foreach (string key in (string[])
            ["items", "width", "layers", "table", "tableParameters", "encoderParameters", "tableCompression", "ids"])
        {
            Assert.True(JsonNode.DeepEquals(original[key], json[key]), key);
        }

        Assert.Equal((double)original["fileCompression"]! * before.Length / bytes.Length, (double)json["fileCompression"]!, 1e-9);
    }

    [Theory]
    [InlineData("int8", 0.05f)]
    [InlineData("int4", 0.5f)]
    public async Task A_smaller_model_scores_nearly_as_the_large_one_and_is_evaluated(string precision, float share)
    {
        using var place = Workplace.Create();
        (await place.Call("quantize", trained.Place["student.odr"], "--to", precision, "--out", "small.odr")).Done();
        string[] recommend = ["recommend", "--session", "12 5 9", "--top", $"{Workplace.Items}", "--json", "--model"];
        Dictionary<int, float> exact = Scores((await trained.Place.Call([.. recommend, "student.odr"])).Json());
        Dictionary<int, float> small = Scores((await place.Call([.. recommend, "small.odr"])).Json());
        Assert.Equal(Workplace.Items, small.Count);
        Assert.NotEqual(exact[1], small[1]);
        float largest = exact.Values.Max(Math.Abs);
        foreach ((int item, float score) in exact) Assert.Equal(score, small[item], share * largest);
        Metrics.AreWhole((await place.Call("evaluate", "--model", "small.odr", "--data", "data", "--json")).Json());
    }

    [Theory]
    [InlineData("int8")]
    [InlineData("int4")]
    public async Task Without_json_there_is_a_table(string precision)
    {
        using var place = Workplace.Create();
        Outcome outcome = (await place.Call("quantize", trained.Place["student.odr"], "--to", precision, "--out", "small.odr")).Done();
        Assert.Empty(outcome.Errors);
        Assert.Matches($"precision +{precision}", outcome.Output);
        Assert.Matches("precision +fp32", (await trained.Place.Call("inspect", "student.odr")).Done().Output);
    }

    [Fact]
    public async Task A_model_does_not_take_its_own_place()
    {
        using var place = Workplace.Create();
        File.Copy(trained.Place["student.odr"], place["x.odr"]);
        (await place.Call("quantize", "x.odr", "--to", "fp16", "--out", "x.odr")).Refused(1, "x.odr: this would replace x.odr");
        Assert.Equal(trained.Place.Bytes("student.odr"), place.Bytes("x.odr"));
        Assert.Equal(["x.odr"], place.Named("x.odr"));
    }

    [Theory]
    [InlineData("int8", "int8")]
    [InlineData("fp16", "int8")]
    [InlineData("int4", "int8")]
    [InlineData("int8", "int4")]
    public async Task A_quantized_model_is_not_quantized_again(string first, string second)
    {
        using var place = Workplace.Create();
        (await place.Call("quantize", trained.Place["student.odr"], "--to", first, "--out", "small.odr")).Done();
        (await place.Call("quantize", "small.odr", "--to", second, "--out", "x.odr"))
            .Refused(1, "small.odr", $"its weights are {first} already", "quantize the fp32 file");
        Assert.Empty(place.Named("x.odr"));
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_named_and_leaves_nothing()
    {
        using var place = Workplace.Create();
        place.Write("file", "mine");
        string[] quantize = ["quantize", trained.Place["student.odr"], "--to", "int8", "--out"];
        (await place.Call([.. quantize, "none/x.odr"])).Refused(1, "none/x.odr", "cannot be written", "create the folder");
        (await place.Call([.. quantize, "file/x.odr"])).Refused(1, "file/x.odr", "cannot be written");
        (await place.Call([.. quantize, "data"])).Refused(1, "data: this is a folder", "give the name");
        Assert.Equal("mine"u8.ToArray(), place.Bytes("file"));
        Assert.Equal(["data", "file"], place.Named(""));
        Assert.All(Directory.GetFiles(place["data"]), name => Assert.DoesNotContain(".tmp", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_number_that_fp16_does_not_hold_is_named()
    {
        using var place = Workplace.Create();
        ModelFile file = ModelFile.Read(trained.Place["teacher.odr"]);
        var writer = new ModelFileWriter(file.Configuration);
        foreach ((TensorRole role, int index) in file.Configuration.Tensors)
        {
            float[] values = new float[file.Count(role, index)];
            file.CopyTo(role, index, values);
            if (role == TensorRole.ItemTable) values[5] = -1e6f;
            writer.Set(role, index, values);
        }

        using (FileStream stream = File.Create(place["large.odr"])) writer.Write(stream);
        (await place.Call("quantize", "large.odr", "--to", "fp16", "--out", "x.odr"))
            .Refused(1, "large.odr", "Tensor ItemTable, index 0: number 5 is -1000000, too large for fp16", "try another precision");
        Assert.Empty(place.Named("x.odr"));
        (await place.Call("quantize", "large.odr", "--to", "int8", "--out", "x.odr")).Done();
    }

    private static Dictionary<int, float> Scores(JsonObject json) =>
        json["items"]!.AsArray().Zip(json["scores"]!.AsArray()).ToDictionary(pair => (int)pair.First!, pair => (float)pair.Second!);
}
