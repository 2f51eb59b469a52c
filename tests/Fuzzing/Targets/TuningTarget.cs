using OnDeviceRec.Jobs.Tuning;
using OnDeviceRec.Training;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>The kept trials of a tuning.</summary>
internal sealed class TuningTarget(string name, double share) : TextFileTarget(name, share, "tuning.json")
{
    private const string Job = "a job";

    protected override IReadOnlyList<byte[]> MakeSeeds() =>
    [
        Written(() =>
        {
            var file = new TuningFile(FilePath, Job, resume: false);
            file.Add(new TuningTrial(new Dictionary<string, double> { ["lr"] = 0.001, ["dropout"] = 0.1 }, new ValidationResult(1, 0.5, 0.25)));
            file.Add(new TuningTrial(new Dictionary<string, double> { ["lr"] = 0.003 }, new ValidationResult(1, 0.5, 0.25)));
        }),
    ];

    protected override object Read(byte[] bytes) => new TuningFile(FilePath, Job, resume: true);

    protected override void Use(object read) => _ = ((TuningFile)read).Find(new Dictionary<string, double> { ["lr"] = 0.003 })?.Valid.Criterion;

    protected override bool IsDocumented(Exception exception) => exception is CheckpointException;
}
