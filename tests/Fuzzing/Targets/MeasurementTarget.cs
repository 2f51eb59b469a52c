using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Evaluation;
using OnDeviceRec.Jobs;
using OnDeviceRec.Jobs.Experiments.Studies;
using OnDeviceRec.Jobs.Settings;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>A kept measurement of an experiment.</summary>
internal sealed class MeasurementTarget(string name, double share) : TextFileTarget(name, share, "one.json")
{
    protected override IReadOnlyList<byte[]> MakeSeeds()
    {
        string seeds = Directory.CreateDirectory(this["seeds"]).FullName;
        Dataset shop = SmallData.Shop;
        JobOptions job = JobResolver.Start(JobVerbs.Run, preset: null);
        var examples = new Examples(shop.Test, shop.MinPrefix);
        byte[] ranks = [.. Enumerable.Range(0, examples.Count).Select(i => (byte)(i % 21))];
        var result = EvaluationResult.OfRanks(examples, ranks, new Popularity(shop.Train, shop.Items));
        var store = new MeasurementStore(seeds, shop);
        store.Add(new Arm(Part.Teacher, job), "shop", new Measurement(result, 100, 1.5));
        store.Add(new Arm(Part.Student, job, new CodedTable(true, 8, 16)), "shop", new Measurement(result, 100, 1.5));
        return [.. Directory.GetFiles(seeds).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }

    protected override object Read(byte[] bytes) => new MeasurementStore(Folder, SmallData.Shop);

    protected override bool IsDocumented(Exception exception) => exception is CheckpointException or UsageException;
}
