using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Jobs.Tests;

public sealed class TableRequestTests : IDisposable
{
    private readonly TempFolder folder = new();

    public static TheoryData<string, int> Catalogs => new(
        from preset in Presets.All
        from items in (int[])[1, 2, 3, 5, 8, 17, 200, 398, 1_000, 3_000, 6_000, 40_000, 1_000_000, 10_000_000]
        select (preset.Preset, items));

    [Theory]
    [MemberData(nameof(Catalogs))]
    public void Every_catalog_has_a_default_student_that_a_file_holds(string preset, int items)
    {
        ModelConfiguration student = JobResolver.Start(JobVerbs.Run, preset).StudentOf(items);
        Assert.InRange(ModelFile.FileBytes(student with { Precision = Precision.Int4 }), 1, Array.MaxLength);
        if (student.Table is BinaryCodesShape codes) Assert.InRange(codes.Bits, 64, 1024);
        else Assert.Equal("paper", preset);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public void Odd_widths_and_heads_have_one_too(int items)
    {
        foreach ((int width, int heads) in ((int, int)[])[(1, 1), (2, 2), (7, 7), (9, 3), (30, 5)])
        {
            EncoderSizes sizes = new() { Width = width, Inner = width, Heads = heads };
            foreach (JobOptions preset in Presets.All)
                Assert.Equal(items, (preset with { Encoder = sizes }).StudentOf(items).Checked().Items);
        }
    }

    [Theory]
    [InlineData(36_968)]
    [InlineData(40_727)]
    public void A_catalog_of_tens_of_thousands_has_what_60_times_smaller_buys(int items)
    {
        ModelConfiguration student = Presets.Copy.StudentOf(items);
        ModelConfiguration asked = (Presets.Copy.Table with { Size = "60x" }).StudentOf(Presets.Copy.TeacherOf(items));
        Assert.Equal(("binary codes of 84 bits", 64), (student.Table.Text, student.Encoder.Width));
        Assert.Equal((asked.Table.Text, asked.Encoder), (student.Table.Text, student.Encoder));
    }

    [Fact]
    public void What_is_asked_for_is_exact_on_a_small_catalog_too()
    {
        ModelConfiguration teacher = Presets.Copy.TeacherOf(398);
        Assert.Equal("binary codes of 8 bits", (Presets.Copy.Table with { Shape = "bits=8" }).StudentOf(teacher).Table.Text);
        ModelConfiguration small = (Presets.Copy.Table with { Size = "60x" }).StudentOf(teacher);
        Assert.Equal("binary codes of 48 bits", small.Table.Text);
        var error = Assert.Throws<InputException>(() => Presets.Paper.Table.OfCompression(1000).StudentOf(Presets.Paper.TeacherOf(5)));
        Assert.StartsWith("--compression 1000: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("copy", 1)]
    [InlineData("copy", 2)]
    [InlineData("copy", 5)]
    [InlineData("copy", 20)]
    [InlineData("paper", 1)]
    [InlineData("paper", 2)]
    [InlineData("paper", 5)]
    [InlineData("paper", 20)]
    public void The_smallest_shops_are_trained_from_end_to_end(string preset, int items)
    {
        int[][] sequences = [.. Enumerable.Range(0, 30).Select(s => Enumerable.Range(s, 2 + (s % 4)).Select(i => i % items).ToArray())];
        var shop = new Dataset("tiny", items, 1, Sequences.Of(sequences), Sequences.Of(sequences.AsSpan(0, 5)));
        JobOptions job = JobResolver.Start(JobVerbs.Run, preset) with { Output = folder["out"] };
        job = job with { Teacher = job.Teacher with { Epochs = 1 }, Student = job.Student with { Epochs = 1 } };
        MainJobResult result = MainJob.Run(
            () => shop, job, JobVerbs.Run, "odrec run", new HeardProgress(), TestContext.Current.CancellationToken);
        Assert.Equal(items, ModelFile.Read(folder["out/student.int4.odr"]).Configuration.Items);
        Assert.Equal(1, result.Student.Test.Metrics["HR@20"]);
    }

    [Fact]
    public void A_shop_without_examples_is_refused_in_one_line()
    {
        var shop = new Dataset("empty", 5, 2, Sequences.Of([0, 1], [1, 2]), Sequences.Of([0, 1, 2]));
        JobOptions job = Presets.Copy with { Output = folder["out"] };
        string message = Assert.Throws<InputException>(() => MainJob.Run(
            () => shop, job, JobVerbs.Run, "odrec run", new HeardProgress(), TestContext.Current.CancellationToken)).Message;
        Assert.Contains("there are no examples; give longer sequences", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    public void Dispose() => folder.Dispose();
}
