using System.Text.Json.Nodes;

namespace OnDeviceRec.Cli.Tests.Commands;

public class BenchTests(TrainedFiles trained)
{
    [Fact]
    public async Task A_model_is_measured()
    {
        JsonObject json = (await trained.Place.Call("bench", "--model", "student.odr", "--history", "3", "--json")).Json();
        foreach (string key in (string[])
            [
                "p50Micros", "p99Micros", "fullWindowP50Micros", "denseP50Micros", "denseGBps", "memoryGBps", "rebuildP50Micros",
                "coldStartMillis",
            ])
        {
            Assert.True((double)json[key]! is > 0 and < double.PositiveInfinity, key);
        }

        Assert.True((double)json["p50Micros"]! <= (double)json["p99Micros"]!);
        Assert.Equal((0, 3, Workplace.Items), ((int)json["allocatedBytes"]!, (int)json["history"]!, (int)json["items"]!));
    }

    [Fact]
    public async Task Random_weights_of_a_shape_are_measured_and_shown()
    {
        string output = (await trained.Place.Call(
            "bench", "--items", "90", "--shape", "I=9,10 J=4,2 R=6 t=2", "--precision", "int8")).Done().Output;
        foreach (string shown in (string[])["I (9, 10), J (4, 2), R (6), t 2", "int8", "dense fp32 table", "rebuilding", "GB/s"])
            Assert.Contains(shown, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--history is '0'", "--history", "0")]
    [InlineData("--precision is 'fp64'", "--precision", "fp64")]
    [InlineData("--items is '0'", "--items", "0")]
    [InlineData("'--items'", "--model", "student.odr", "--items", "5")]
    [InlineData("'--shape'", "--model", "student.odr", "--shape", "I=2,2 J=2,2 R=2")]
    [InlineData("'--precision'", "--model", "student.odr", "--precision", "int8")]
    [InlineData("'--preset'", "--model", "student.odr", "--preset", "paper")]
    [InlineData("--preset is 'fast'", "--preset", "fast")]
    [InlineData("--shape is 'I=2,2 J=2,2'", "--shape", "I=2,2 J=2,2")]
    [InlineData("--shape is 'I=2,2 J=2,2 R=2 t=1,1'", "--shape", "I=2,2 J=2,2 R=2 t=1,1")]
    [InlineData("--shape is 'I=2,2 J=2,2 R=2 R=2'", "--shape", "I=2,2 J=2,2 R=2 R=2")]
    [InlineData("--shape is 'I=2,2 J=2,-2 R=2'", "--shape", "I=2,2 J=2,-2 R=2")]
    [InlineData("--shape is 'nonsense'", "--shape", "nonsense")]
    public async Task Wrong_usage_is_one_line(string named, params string[] arguments) =>
        (await Odrec.Call(Path.GetTempPath(), ["bench", .. arguments])).Refused(2, named, "odrec bench --help");

    [Theory]
    [InlineData("4 cells for 5 items", "--items", "5", "--shape", "I=2,2 J=2,2 R=2")]
    [InlineData("block 3", "--items", "4", "--shape", "I=2,2 J=2,2 R=3 t=3")]
    [InlineData("A history of 50 items", "--history", "50")]
    [InlineData("dense", "--model", "teacher.odr")]
    [InlineData("no-such.odr", "--model", "no-such.odr")]
    public async Task What_cannot_be_measured_is_refused_in_one_line(string reason, params string[] arguments) =>
        (await trained.Place.Call(["bench", .. arguments])).Refused(1, reason);
}
