using OnDeviceRec.Jobs.Tuning;
using OnDeviceRec.Training;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>The kept trials of a tuning.</summary>
internal sealed class TuningTarget(string name, double share) : TextFileTarget(name, share, "tuning.json")
{
    private const string Job = "a job";

    private static Dictionary<string, double> Settings => new() { ["lr"] = 0.003 };

    protected override IReadOnlyList<byte[]> MakeSeeds() =>
    [
        Written(() =>
        {
            var valid = new ValidationResult(1, 0.5, 0.25);
            var file = new TuningFile(FilePath, Job, resume: false);
            file.Add(new TuningTrial(new Dictionary<string, double> { ["lr"] = 0.001, ["dropout"] = 0.1 }, valid));
            file.Add(new TuningTrial(Settings, valid));
        }),
    ];

    protected override object Read(byte[] bytes) => new TuningFile(FilePath, Job, resume: true);

    protected override void Use(object read) => _ = ((TuningFile)read).Find(Settings)?.Valid.Criterion;

    protected override bool IsDocumented(Exception exception) => exception is CheckpointException;
}
