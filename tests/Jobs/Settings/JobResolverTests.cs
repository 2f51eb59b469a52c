using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Models;

namespace OnDeviceRec.Jobs.Tests.Settings;

public sealed class JobResolverTests : IDisposable
{
    private static readonly (string Name, string Word)[] Places = [("data", "d"), ("out", "o")];

    private readonly TempFolder folder = new();

    [Fact]
    public void What_is_given_comes_over_the_file_and_the_file_over_the_preset()
    {
        File.WriteAllText(folder["job.json"], """{"preset": "paper", "batch": 50, "learningRate": 0.01}""");
        JobOptions job = Resolve(JobVerbs.Run, null, folder["job.json"], ("learning-rate", "0.02"));
        Assert.Equal(
            ("paper", 50, 50, 0.02f, 0.5f),
            (job.Preset, job.Teacher.Batch, job.Student.Batch, job.Teacher.LearningRate, job.Teacher.Dropout));
    }

    [Fact]
    public void What_a_person_gave_is_known()
    {
        File.WriteAllText(folder["job.json"], """{"preset": "paper", "batch": 50, "dropout": 0.5, "size": null}""");
        Assert.Equal(
            ["batch", "data", "dropout", "out", "tune"],
            Resolve(JobVerbs.Run, null, folder["job.json"], ("tune", "true"), ("batch", "20")).Given.Order());
        Assert.Equal(["data", "out"], Resolve(JobVerbs.Run, null, null).Given.Order());
    }

    [Fact]
    public void A_width_takes_the_inner_width_with_it_unless_that_is_given()
    {
        Assert.Equal(32, Resolve(JobVerbs.Run, null, null, ("width", "32")).Encoder.Inner);
        Assert.Equal(48, Resolve(JobVerbs.Run, null, null, ("inner", "48"), ("width", "32")).Encoder.Inner);
    }

    [Fact]
    public void A_distillation_has_the_preset_of_its_teacher_s_head()
    {
        using (var model = new SequenceModel(
            new ModelConfiguration { Items = 9, Encoder = new EncoderSizes { Width = 8 }, Head = HeadKind.Copy }, 1))
        {
            ModelStore.Save(model, folder["copy.odr"]);
        }

        using (var model = new SequenceModel(new ModelConfiguration { Items = 9, Encoder = new EncoderSizes { Width = 8 } }, 1))
            ModelStore.Save(model, folder["plain.odr"]);
        JobOptions copy = Resolve(JobVerbs.Distill, null, null, ("teacher", folder["copy.odr"]));
        JobOptions plain = Resolve(JobVerbs.Distill, null, null, ("teacher", folder["plain.odr"]), ("batch", "7"));
        Assert.Equal(("copy", true, 100), (copy.Preset, copy.Table.BinaryCodes, copy.Student.Batch));
        Assert.Equal(("paper", false, 7), (plain.Preset, plain.Table.BinaryCodes, plain.Student.Batch));
    }

    [Theory]
    [InlineData("--heads 3 does not divide --width 16", "heads", "3", "width", "16")]
    [InlineData("--ce 0 teaches no copying", "ce", "0", "seed", "1")]
    [InlineData("--width is '0'; it must be a whole number from 1 to 16384", "width", "0", "seed", "1")]
    public void What_can_never_work_is_refused_at_once_by_the_option_s_name(
        string reason, string first, string one, string second, string two) =>
        Assert.Contains(
            reason,
            Assert.Throws<UsageException>(() => Resolve(JobVerbs.Run, null, null, (first, one), (second, two))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Presets_that_contradict_places_that_are_missing_and_all_weights_0_are_refused()
    {
        File.WriteAllText(folder["job.json"], """{"preset": "paper"}""");
        Assert.Contains(
            "--preset copy does not go with", Refusal(() => Resolve(JobVerbs.Run, "copy", folder["job.json"])), StringComparison.Ordinal);
        Assert.Contains(
            "--preset is 'cpoy'; it must be copy or paper", Refusal(() => Resolve(JobVerbs.Run, "cpoy", null)), StringComparison.Ordinal);
        Assert.Contains("'--data' is missing", Refusal(() => JobResolver.Resolve(JobVerbs.Run, null, null, [])), StringComparison.Ordinal);
        (string, string)[] none = [("ce", "0"), ("kl", "0"), ("con", "0"), ("pre", "0")];
        Assert.Contains("are all 0", Refusal(() => Resolve(JobVerbs.Run, "paper", null, none)), StringComparison.Ordinal);
        Assert.Contains(
            "--negatives wants --pre-negatives above 0 too",
            Refusal(() => Resolve(JobVerbs.Run, "copy", null, ("negatives", "5"), ("pre-negatives", "0"))),
            StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static string Refusal(Action resolve) => Assert.Throws<UsageException>(resolve).Message;

    private static JobOptions Resolve(JobVerbs verb, string? preset, string? file, params (string Name, string Word)[] given) =>
        JobResolver.Resolve(
            verb,
            preset,
            file,
            [.. Places.Concat(given).Select(one => (JobSettings.All.First(setting => setting.Name == one.Name), one.Word))]);
}
