using OnDeviceRec.Jobs;
using OnDeviceRec.Training;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>What a finished job keeps of its trainings.</summary>
internal sealed class TrainingsTarget(string name, double share) : TextFileTarget(name, share, FinishedTrainings.FileName)
{
    private const string Job = "a job";

    protected override IReadOnlyList<byte[]> MakeSeeds()
    {
        File.WriteAllBytes(this["teacher.odr"], [1, 2, 3]);
        var epoch = new EpochRecord(0, 1.5, 2, new ValidationResult(0.5, 0.25, 0.3)) { Terms = new LossTerms(1, 2, 3, 4, 5) };
        var outcome = new TrainingOutcome([epoch, epoch with { Epoch = 1, Valid = null }], epoch, Interrupted: false);
        var three = new ThreeOutcomes([outcome], outcome, outcome);
        return
        [
            .. from refitted in (ThreeOutcomes?[])[null, three]
               select Written(() => new FinishedTrainings(Folder, Job, resume: true).Keep(three, refitted, [this["teacher.odr"]])),
        ];
    }

    protected override object Read(byte[] bytes) => new FinishedTrainings(Folder, Job, resume: true);

    protected override void Use(object read)
    {
        var trainings = (FinishedTrainings)read;
        foreach (ThreeOutcomes three in new[] { trainings.Chosen, trainings.Refitted }.OfType<ThreeOutcomes>())
        {
            _ = (three.Seconds, three.Teachers[0].Best);
            foreach (TrainingOutcome one in (TrainingOutcome[])[.. three.Teachers, three.Student, three.FromScratch])
                _ = $"{one.Best} {string.Join(' ', one.Epochs.Select(epoch => epoch.ToString()))}";
        }
    }

    protected override bool IsDocumented(Exception exception) => exception is CheckpointException;
}
