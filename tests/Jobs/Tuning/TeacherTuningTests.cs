using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Jobs.Tuning;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Jobs.Tests.Tuning;

public sealed class TeacherTuningTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly HeardProgress heard = new();

    private JobOptions Job => Presets.Copy with
    {
        Encoder = Presets.Copy.Encoder with { Width = 8, Inner = 8 },
        Teacher = Presets.Copy.Teacher with { Epochs = 4 },
        Output = folder.Path,
        Tune = true,
    };

    private IEnumerable<string> Trainings => heard.Stages.Where(stage => stage.StartsWith("tuning ", StringComparison.Ordinal)
        && !stage.StartsWith("tuning kNN", StringComparison.Ordinal));

    [Fact]
    public void The_chosen_settings_are_the_best_of_those_tried()
    {
        TuningResult result = Run(Job);
        Assert.Equal(result.Trials.Max(trial => trial.Valid.Criterion), result.Chosen!.Valid.Criterion);
        Assert.Contains(result.Chosen, result.Trials);
        Assert.Equal(
            [Job.Teacher.TimeDecay, Job.Teacher.KnnLabelWeight, Job.Teacher.Dropout],
            Values(result.Trials[0], "timeDecay", "knnLabels", "dropout").Select(value => (float)value));
        Assert.Equal(
            [result.Job.Teacher.TimeDecay, result.Job.Teacher.KnnLabelWeight, result.Job.Teacher.Dropout],
            Values(result.Chosen, "timeDecay", "knnLabels", "dropout").Select(value => (float)value));
        Assert.Equal(
            (result.Job.Teacher.TimeDecay, result.Job.Teacher.KnnLabelWeight),
            (result.Job.Student.TimeDecay, result.Job.Student.KnnLabelWeight));
        Assert.Equal(Job.Student.Dropout, result.Job.Student.Dropout);
        Assert.Equal(result.Trials.Count, result.Trials.Select(TuningResult.Text).Distinct().Count());
        Assert.Equal(
            TeacherTuning.Grid.SelectMany(one => one.Words.Select(word => $"{one.Setting.Key} {word}")).Order(),
            result.Trials.SelectMany(trial => TuningResult.Text(trial).Split(", ")).Distinct().Order());
        Assert.False(result.Job.Tune);
        Assert.Equal(6, result.Trials.Count);
        Assert.Equal(Enumerable.Range(1, 6).Select(number => $"tuning {number} of 6"), Trainings);
        Assert.Equal(result.Trials.Count + 1, heard.Notes.Count(note => note.StartsWith("tuning: ", StringComparison.Ordinal)));
        Assert.Equal($"tuning: chosen are {TuningResult.Text(result.Chosen)}.", heard.Notes[^1]);
        Assert.Equal([folder["tuning.json"]], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void What_a_person_gave_is_not_tuned()
    {
        TuningResult result = Run(Job with { Given = ["dropout", "knn-labels", "batch"] });
        Assert.All(result.Trials, trial => Assert.Equal(["timeDecay"], trial.Settings.Keys));
        Assert.Equal(2, result.Trials.Count);
        Assert.Equal(
            (Job.Teacher.Dropout, Job.Teacher.KnnLabelWeight), (result.Job.Teacher.Dropout, result.Job.Teacher.KnnLabelWeight));
        int trainings = Trainings.Count();
        JobOptions given = Job with { Given = ["dropout", "knn-labels", "time-decay"] };
        TuningResult none = Run(given);
        Assert.Null(none.Chosen);
        Assert.Equal(given with { Tune = false }, none.Job);
        Assert.Equal(trainings, Trainings.Count());
        Assert.Equal("tuning: all settings that it could choose are given; they stay as they are.", heard.Notes[^1]);
    }

    [Fact]
    public void A_tuning_that_was_stopped_goes_on_without_repeating_a_trial()
    {
        TuningResult whole = Run(Job);
        byte[] file = File.ReadAllBytes(folder["tuning.json"]);
        using var stop = new CancellationTokenSource();
        heard.Act = report =>
        {
            if (report.Stage == "tuning 3 of 6" && report.Total > 0) stop.Cancel();
        };
        Assert.Throws<OperationCanceledException>(() => TeacherTuning.Run(SmallData.Shop, Job, heard, stop.Token));
        heard.Act = null;
        heard.Stages.Clear();
        TuningResult resumed = Run(Job with { Resume = true });
        Assert.Equal(Enumerable.Range(3, whole.Trials.Count - 2).Select(number => $"tuning {number} of 6"), Trainings);
        Assert.Equal(file, File.ReadAllBytes(folder["tuning.json"]));
        Assert.Equal(whole.Job, resumed.Job with { Resume = false });
        heard.Stages.Clear();
        Run(Job with { Resume = true });
        Assert.Empty(Trainings);
        Run(Job);
        Assert.Equal(whole.Trials.Count, Trainings.Count());
    }

    [Fact]
    public void Trials_of_another_job_and_files_that_are_no_tuning_are_refused()
    {
        Run(Job);
        JobOptions resumed = Job with { Resume = true };
        string path = folder["tuning.json"], text = File.ReadAllText(path);
        Assert.Contains(
            "it belongs to another run; use the same settings or start without --resume.",
            Refusal(resumed with { Teacher = resumed.Teacher with { Seed = 5 } }),
            StringComparison.Ordinal);
        string holed = text.Replace("\"trials\": [", "\"trials\": [ null,", StringComparison.Ordinal);
        foreach (string damaged in (string[])["", "{}", "null", text[..^5], holed])
        {
            File.WriteAllText(path, damaged);
            Assert.Contains("this is no tuning; remove the file or start without --resume.", Refusal(resumed), StringComparison.Ordinal);
        }

        string Refusal(JobOptions job) => Assert.Throws<CheckpointException>(() => Run(job)).Message;
    }

    [Fact]
    public void A_data_set_without_an_example_to_hold_out_leaves_the_settings_as_they_are()
    {
        var small = new Dataset("small", 5, 1, Sequences.Of([0, 1], [1, 2], [2, 3]), Sequences.Of([0, 1]));
        TuningResult result = TeacherTuning.Run(small, Job, heard, TestContext.Current.CancellationToken);
        Assert.Null(result.Chosen);
        Assert.Equal(Job with { Tune = false }, result.Job);
        Assert.Contains("too small to hold out an example", heard.Notes[^1], StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static double[] Values(TuningTrial trial, params string[] keys) => [.. keys.Select(key => trial.Settings[key])];

    private TuningResult Run(JobOptions job) => TeacherTuning.Run(SmallData.Shop, job, heard, TestContext.Current.CancellationToken);
}
