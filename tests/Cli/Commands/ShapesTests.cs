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
}
