using System.CommandLine;
using OnDeviceRec.Distillation.Jobs;
using OnDeviceRec.Distillation.Training;

namespace OnDeviceRec.Cli.Settings;

/// <summary>The settings of <c>run</c> and <c>demo</c>.</summary>
internal sealed class JobSettings
{
    private readonly TrainingSettings training;
    private readonly EncoderSettings encoder;
    private readonly DistillationSettings distillation;
    private readonly Option<double> studentRate, studentDropout;

    public JobSettings(Command command, JobOptions defaults)
    {
        training = new TrainingSettings(command, defaults.Teacher);
        encoder = new EncoderSettings(command, defaults.Encoder);
        distillation = new DistillationSettings(command, defaults.Weights);
        studentRate = TrainingSettings.Rate("--student-rate", "The students' learning rate.", defaults.Student);
        studentDropout = TrainingSettings.Dropout("--student-dropout", "The students' dropout rate.", defaults.Student);
        command.Options.Add(studentRate);
        command.Options.Add(studentDropout);
        Common = new CommonSettings(command);
    }

    public CommonSettings Common { get; }

    public JobOptions Read(ParseResult parsed, bool resume)
    {
        TrainingOptions teacher = training.Read(parsed, Common.Seed(parsed));
        return new JobOptions
        {
            Encoder = encoder.Read(parsed),
            Teacher = teacher,
            Student = teacher with { Rate = (float)parsed.GetValue(studentRate), Dropout = (float)parsed.GetValue(studentDropout) },
            Weights = distillation.Weights(parsed),
            Table = distillation.Table(parsed),
            ValidationShare = training.ValidationShare(parsed),
            Resume = resume,
        };
    }
}
