using System.Text.Json.Nodes;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Training;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Jobs.Tests;

/// <summary>Files of finished trainings that no job wrote are refused, and lead to no file elsewhere.</summary>
public sealed class FinishedTrainingsTests : IDisposable
{
    private const string Job = "a job", Model = "teacher.odr";

    private readonly TempFolder folder = new();

    [Fact]
    public void What_was_kept_is_there_again()
    {
        ThreeOutcomes kept = Keep();
        FinishedTrainings read = Resumed();
        Assert.Equal(kept.Student.Epochs, read.Chosen!.Student.Epochs);
        Assert.Equal(kept.Teachers[0].Best, read.Chosen.Teachers[0].Best);
        Assert.Equal(kept.Seconds, read.Refitted!.Seconds);
    }

    [Theory]
    [InlineData("chosen.teachers", "[]")]
    [InlineData("chosen.teachers", "[null]")]
    [InlineData("refitted.teachers", "[null]")]
    [InlineData("chosen.student", "null")]
    [InlineData("chosen.student.epochs", "[null]")]
    [InlineData("chosen.student.best.epoch", "7")]
    [InlineData("refitted.fromScratch.epochs", "[]")]
    [InlineData("models", """{ "../teacher.odr": "" }""")]
    [InlineData("models", """{ "/dev/zero": "" }""")]
    public void Trainings_that_no_job_has_are_refused(string place, string value)
    {
        Keep();
        string path = folder[FinishedTrainings.FileName];
        JsonNode root = JsonNode.Parse(File.ReadAllText(path))!;
        string[] names = place.Split('.');
        names[..^1].Aggregate(root, (node, name) => node[name]!)[names[^1]] = JsonNode.Parse(value);
        File.WriteAllText(path, root.ToJsonString());
        var refusal = Assert.Throws<CheckpointException>(Resumed);
        Assert.Contains("not what a finished job wrote", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private FinishedTrainings Resumed() => new(folder.Path, Job, resume: true);

    private ThreeOutcomes Keep()
    {
        folder.Write(Model, [1, 2, 3]);
        var epoch = new EpochRecord(0, 1.5, 2, new ValidationResult(0.5, 0.25, 0.3)) { Terms = new LossTerms(1, 2, 3, 4, 5) };
        var outcome = new TrainingOutcome([epoch, epoch with { Epoch = 1, Valid = null }], epoch, Interrupted: false);
        var three = new ThreeOutcomes([outcome], outcome, outcome);
        Resumed().Keep(three, three, [folder[Model]]);
        return three;
    }
}
