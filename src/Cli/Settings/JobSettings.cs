using System.CommandLine;
using OnDeviceRec.Distillation.Jobs;

namespace OnDeviceRec.Cli.Settings;

/// <summary>The settings of <c>run</c> and <c>demo</c>.</summary>
internal sealed class JobSettings
{
    private readonly TrainingSettings training;
    private readonly EncoderSettings encoder;
    private readonly DistillationSettings distillation;

    public JobSettings(Command command, JobOptions defaults)
    {
        training = new TrainingSettings(command, defaults.Teacher);
        encoder = new EncoderSettings(command, defaults.Encoder);
        distillation = new DistillationSettings(command, defaults.Weights);
        Common = new CommonSettings(command);
    }

    public CommonSettings Common { get; }

    public JobOptions Read(ParseResult parsed, bool resume) => new()
    {
        Encoder = encoder.Read(parsed),
        Teacher = training.Read(parsed, Common.Seed(parsed)),
        Student = training.Read(parsed, Common.Seed(parsed)),
        Weights = distillation.Weights(parsed),
        Compression = distillation.Compression(parsed),
        ValidationShare = training.ValidationShare(parsed),
        Resume = resume,
    };
}
