using OnDeviceRec.Data.Tests;
using OnDeviceRec.Jobs.Settings;

namespace OnDeviceRec.Jobs.Tests;

public sealed class MainJobTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly HeardProgress heard = new();

    private JobOptions Job => Presets.Copy with
    {
        Encoder = Presets.Copy.Encoder with { Width = 8, Inner = 8 },
        Teacher = Presets.Copy.Teacher with { Epochs = 1 },
        Student = Presets.Copy.Student with { Epochs = 1 },
        Output = folder["out"],
    };

    [Theory]
    [InlineData("student on all sequences")]
    [InlineData("evaluating student, int8")]
    [InlineData("evaluating S-POP")]
    public void A_job_that_is_stopped_says_how_to_go_on_and_does_so(string stage)
    {
        using var stop = new CancellationTokenSource();
        heard.Act = report =>
        {
            if (report.Stage == stage && report.Total > 0) stop.Cancel();
        };
        var e = Assert.ThrowsAny<OperationCanceledException>(() => Run(Job, stop.Token));
        Assert.Equal($"stopped; {folder["out"]} holds what is done, go on with --resume.", e.Message);
        Assert.False(File.Exists(folder["out/report.html"]));
        heard.Act = null;
        Run(Job with { Resume = true }, CancellationToken.None);
        Assert.True(File.Exists(folder["out/report.html"]));
        Assert.False(TrainingJobs.HasCheckpoint(folder["out/teacher.odr"]));
    }

    public void Dispose() => folder.Dispose();

    private void Run(JobOptions job, CancellationToken cancellation) =>
        MainJob.Run(SmallData.Shop, job, JobVerbs.Run, "odrec run", heard, cancellation);
}
