using System.CommandLine;
using OnDeviceRec.Jobs;
using OnDeviceRec.Training;

namespace OnDeviceRec.Cli.Settings;

/// <summary>The settings of <c>run</c> and <c>demo</c>.</summary>
internal sealed class JobSettings
{
    private readonly Func<Preset, JobOptions> job;
    private readonly PresetSettings preset;
    private readonly TrainingSettings training;
    private readonly EncoderSettings encoder;
    private readonly KnnSettings neighbors;
    private readonly DistillationSettings distillation;
    private readonly Option<double> studentRate, studentDecay, studentDropout;
    private readonly Option<bool> refit;

    /// <param name="command">The verb.</param>
    /// <param name="job">What the verb does with a preset.</param>
    public JobSettings(Command command, Func<Preset, JobOptions> job)
    {
        this.job = job;
        JobOptions[] jobs = [.. Preset.All.Select(job)];
        preset = new PresetSettings(command);
        training = new TrainingSettings(command, [.. Preset.All.Zip(jobs, (known, options) => (known.Name, options.Teacher))]);
        encoder = new EncoderSettings(command);
        neighbors = new KnnSettings(command);
        distillation = new DistillationSettings(command);
        (string, TrainingOptions)[] students = [.. Preset.All.Zip(jobs, (known, options) => (known.Name, options.Student))];
        studentRate = TrainingSettings.Rate("--student-learning-rate", "The students' learning rate", students);
        studentDecay = TrainingSettings.Decay("--student-learning-rate-decay", "What an epoch leaves of the students' rate", students);
        studentDropout = TrainingSettings.Dropout("--student-dropout", "The students' dropout rate", students);
        refit = new("--refit") { Description = "Train the files anew on all train sequences, for as many epochs as were best on validation.", DefaultValueFactory = _ => jobs[0].Refit };
        foreach (Option option in (Option[])[studentRate, studentDecay, studentDropout, refit]) command.Options.Add(option);
        Common = new CommonSettings(command);
    }

    public CommonSettings Common { get; }

    public JobOptions Read(ParseResult parsed, bool resume)
    {
        Preset chosen = preset.Read(parsed);
        JobOptions defaults = job(chosen);
        ulong seed = Common.Seed(parsed);
        TrainingOptions student = neighbors.Read(parsed, training.Read(parsed, defaults.Student, seed));
        return defaults with
        {
            Encoder = encoder.Read(parsed, defaults.Encoder),
            Teacher = neighbors.Read(parsed, training.Read(parsed, defaults.Teacher, seed)),
            Student = student with
            {
                LearningRate = TrainingSettings.Given(parsed, studentRate, defaults.Student.LearningRate),
                LearningRateDecay = TrainingSettings.Given(parsed, studentDecay, defaults.Student.LearningRateDecay),
                Dropout = TrainingSettings.Given(parsed, studentDropout, defaults.Student.Dropout),
            },
            Weights = distillation.Weights(parsed, defaults.Weights),
            Table = distillation.Table(parsed, chosen),
            ValidationShare = training.ValidationShare(parsed),
            Refit = parsed.GetValue(refit),
            Resume = resume,
        };
    }
}
