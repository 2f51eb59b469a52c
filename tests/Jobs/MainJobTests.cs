using System.Text.Json.Nodes;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Training;
using OnDeviceRec.Training.Checkpoints;

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

    [Fact]
    public void A_job_that_is_stopped_while_its_data_is_read_leaves_nothing_and_says_so()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        JobOptions job = Job with { Data = folder["data"], Output = folder["out/deep"] };
        var e = Assert.ThrowsAny<OperationCanceledException>(() => MainJob.Run(job, "odrec run", heard, stop.Token));
        Assert.Equal("stopped while the data set was read; nothing was changed.", e.Message);
        Assert.Empty(folder.Names);
    }

    [Theory]
    [InlineData(LearningRateSchedule.Cosine)]
    [InlineData(LearningRateSchedule.Constant)]
    public void A_finished_job_that_is_resumed_trains_nothing_again_and_reports_the_same(LearningRateSchedule schedule)
    {
        JobOptions job = Job with
        {
            Teacher = Job.Teacher with { Schedule = schedule, Epochs = 2 },
            Student = Job.Student with { Schedule = schedule },
        };
        JsonObject report = MainJobReport.ToJson(Run(job, CancellationToken.None));
        byte[] student = File.ReadAllBytes(folder["out/student.odr"]);
        heard.Stages.Clear();
        JsonObject again = MainJobReport.ToJson(Run(job with { Resume = true }, CancellationToken.None));
        Assert.All(heard.Stages, stage => Assert.StartsWith("evaluating ", stage, StringComparison.Ordinal));
        Assert.Equal($"{folder["out"]}: its trainings are finished; none is done again.", Assert.Single(heard.Notes));
        foreach (string time in (string[])["seconds", "peakBytes"]) again[time] = report[time]!.DeepClone();
        Assert.Equal(report.ToJsonString(), again.ToJsonString());
        Assert.Equal(student, File.ReadAllBytes(folder["out/student.odr"]));
        Assert.False(Directory.Exists(folder["out/choosing"]));
    }

    [Fact]
    public void A_finished_job_is_refused_to_another_and_trained_again_where_a_model_is_gone_or_nothing_is_to_be_resumed()
    {
        Run(Job, CancellationToken.None);
        byte[] settings = File.ReadAllBytes(folder["out/job.json"]);
        JobOptions more = Job with { Resume = true, Teacher = Job.Teacher with { Epochs = 2 } };
        string message = Assert.Throws<CheckpointException>(() => Run(more, CancellationToken.None)).Message;
        Assert.Equal(
            $"{folder["out/trainings.json"]}: it belongs to another run; use the same settings or start without --resume.", message);
        Assert.Equal(settings, File.ReadAllBytes(folder["out/job.json"]));
        byte[] student = File.ReadAllBytes(folder["out/student.odr"]);
        folder.Write("out/student.odr", "another");
        Run(Job with { Resume = true }, CancellationToken.None);
        Assert.Equal(student, File.ReadAllBytes(folder["out/student.odr"]));
        heard.Stages.Clear();
        Run(Job, CancellationToken.None);
        Assert.Contains("student on all sequences", heard.Stages);
    }

    [Fact]
    public void The_report_is_written_before_checkpoints_go()
    {
        Directory.CreateDirectory(folder["out/report.html"]);
        Assert.Throws<OutputException>(() => Run(Job, CancellationToken.None));
        Assert.True(TrainingJobs.HasCheckpoint(folder["out/teacher.odr"]));
        Assert.False(File.Exists(folder["out/trainings.json"]));
        Directory.Delete(folder["out/report.html"]);
        List<WorkProgress> steps = [];
        heard.Act = report => steps.AddRange(report.Epoch is null ? [] : [report]);
        Run(Job with { Resume = true }, CancellationToken.None);
        Assert.Empty(steps);
    }

    [Fact]
    public void A_second_job_in_the_folder_is_refused_at_its_start()
    {
        bool tried = false;
        heard.Act = _ =>
        {
            if (tried) return;
            tried = true;
            string message = Assert.Throws<InputException>(() => Run(Job, CancellationToken.None)).Message;
            Assert.StartsWith($"{folder["out"]}: another run is writing this", message, StringComparison.Ordinal);
        };
        Run(Job, CancellationToken.None);
        Assert.True(tried);
        Assert.False(File.Exists(folder["out/run.lock"]));
    }

    [Fact]
    public void A_job_that_would_replace_its_own_job_file_is_refused_before_any_work()
    {
        Directory.CreateDirectory(folder["out"]);
        folder.Write("out/job.json", "{}");
        string message = Assert.Throws<InputException>(
            () => Run(Job with { ConfigFile = folder["out/../out/job.json"] }, CancellationToken.None)).Message;
        Assert.Contains("job.json, which is read; give another name", message, StringComparison.Ordinal);
        Assert.Equal("{}", File.ReadAllText(folder["out/job.json"]));
    }

    public void Dispose() => folder.Dispose();

    private MainJobResult Run(JobOptions job, CancellationToken cancellation) =>
        MainJob.Run(() => SmallData.Shop, job, JobVerbs.Run, "odrec run", heard, cancellation);
}
