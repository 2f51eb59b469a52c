using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests.Commands;

public class ShapesTests
{
    [Fact]
    public async Task The_defaults_come_first_and_all_keep_the_rate()
    {
        Outcome outcome = await Odrec.Call(Path.GetTempPath(), "shapes", "--items", "40727", "--compression", "27", "--json");
        JsonNode[] shapes = [.. outcome.Json()["shapes"]!.AsArray().Select(shape => shape!)];
        Assert.Equal("binary codes of 144 bits", (string)shapes[0]["shape"]!);
        Assert.Equal("I (16, 2546), J (128, 1), R (42), t 1", (string)shapes[1]["shape"]!);
        Assert.Equal((128, 192_948), ((int)shapes[1]["width"]!, (int)shapes[1]["parameters"]!));
        Assert.All(shapes, shape => Assert.True(
            (double)shape["tableCompression"]! >= 27
                && (long)shape["int8Bytes"]! < (long)shape["fp32Bytes"]!
                && (long)shape["int4Bytes"]! < (long)shape["int8Bytes"]!));
        double[] work = [.. shapes.Skip(2).Select(shape => (double)shape["macsPerItem"]!)];
        Assert.Equal(work.Order(), work);
    }

    [Fact]
    public async Task A_rate_out_of_reach_names_the_largest() =>
        (await Odrec.Call(Path.GetTempPath(), "shapes", "--items", "100", "--compression", "1000"))
            .Refused(1, "the largest compression is 56.14");

    [Fact]
    public async Task A_table_that_nothing_holds_is_refused_in_one_line() =>
        (await List("--items", "134217728", "--width", "16384")).Refused(1, "137438953472 bits", "at most 1073741824");

    [Theory]
    [InlineData(1, "binary codes of 192 bits")]
    [InlineData(5, "binary codes of 192 bits")]
    [InlineData(200, "binary codes of 192 bits")]
    [InlineData(398, "binary codes of 192 bits")]
    [InlineData(40_727, "binary codes of 84 bits")]
    [InlineData(10_000_000, "binary codes of 88 bits")]
    public async Task Without_a_rate_the_students_of_the_presets_come_first(int items, string shape)
    {
        JsonNode[] shapes = [.. (await List("--items", $"{items}", "--json")).Json()["shapes"]!.AsArray().Select(one => one!)];
        Assert.Equal(shape, (string)shapes[0]["shape"]!);
        Assert.StartsWith("I (", (string)shapes[1]["shape"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_file_holds_is_left_out_and_counted_in_one_line()
    {
        string[] call = ["--items", "1000000", "--compression", "100", "--cores", "3"];
        int leftOut = (int)(await List([.. call, "--json"])).Json()["leftOut"]!;
        Assert.True(leftOut > 0);
        Assert.Contains($"Left out: {leftOut} that a model file cannot hold.", (await List(call)).Done().Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Left out", (await List("--items", "40727")).Done().Output, StringComparison.Ordinal);
    }

    private static Task<Outcome> List(params string[] call) => Odrec.Call(Path.GetTempPath(), ["shapes", .. call]);
}
