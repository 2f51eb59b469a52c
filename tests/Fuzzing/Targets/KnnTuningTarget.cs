using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>A kept tuning of kNN: whatever is in the file is no error.</summary>
internal sealed class KnnTuningTarget(string name, double share) : TextFileTarget(name, share, KnnTuningFile.Name)
{
    private const string Of = "kNN";
    private const double ValidationShare = 0.2;

    private static readonly KnnOptions Start = new();

    protected override IReadOnlyList<byte[]> MakeSeeds() =>
        [Written(() => Tuning().Keep(Of, Start, Start with { Candidates = 100 }))];

    protected override object Read(byte[] bytes) => Tuning().Find(Of, Start, found => found.Candidates > 0) ?? Start;

    protected override bool IsDocumented(Exception exception) => false;

    private KnnTuningFile Tuning() => new(Folder, SmallData.Shop, ValidationShare, new Progress<WorkProgress>());
}
