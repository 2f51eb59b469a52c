using System.Security.Cryptography;
using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models;
using OnDeviceRec.Training;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>A checkpoint of a training.</summary>
internal sealed class CheckpointTarget(string name, double share) : FileTarget(name, share, "run.checkpoint")
{
    private const int MostBatches = 100;

    private NextItemObjective? objective;
    private Adam? adam;

    // Buffers for checksum and numbers.
    public override int Constant => 2 << 20;

    protected override IReadOnlyList<byte[]> MakeSeeds()
    {
        var sizes = new EncoderSizes { Width = 4, Inner = 4, Heads = 2, MaxLength = 3 };
        objective = new NextItemObjective(new SequenceModel(new ModelConfiguration { Items = 5, Encoder = sizes }, seed: 1), dropout: 0);
        adam = new Adam(objective.Parameters);
        using var state = new TrainingState(objective, adam, keepsLast: false) { Batch = 3, LossSum = 2.5, EpochSeconds = 0.5 };
        state.Add(new EpochRecord(0, 1.5, 2, new ValidationResult(0.5, 0.25, 0.3)) { Terms = new LossTerms(1, 2, 3, 4, 5) });
        state.Add(new EpochRecord(1, 1.25, 2, null));
        adam.StepCount = 23;
        return [Written(() => Checkpoint().Save(state))];
    }

    protected override void Stage(byte[] bytes)
    {
        File.Delete(this["run.checkpoint.previous"]);
        base.Stage(bytes);
    }

    protected override object Read(byte[] bytes)
    {
        var state = new TrainingState(objective!, adam!, keepsLast: false);
        try
        {
            return Checkpoint().TryLoad(state, MostBatches)
                ? state
                : throw new BrokenPromiseException("There is a checkpoint, and it was passed over.");
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    protected override void Use(object read)
    {
        using var state = (TrainingState)read;
        state.FinishEpoch(MostBatches, 1, null);
        state.RestoreBest();
        foreach (EpochRecord epoch in state.History) _ = epoch.ToString();
        if (state.Tensors.Any(tensor => tensor.Span.ContainsAnyExceptInRange(float.MinValue, float.MaxValue)))
            throw new BrokenPromiseException("A checkpoint that was taken holds a number that is not finite.");
    }

    protected override bool IsDocumented(Exception exception) => exception is CheckpointException;

    protected override byte[] Damaged(byte[] seed, Random random) => Damage.Of(seed, random, head: 300);

    protected override byte[] Repaired(byte[] bytes)
    {
        if (bytes.Length >= SHA256.HashSizeInBytes)
            SHA256.HashData(bytes.AsSpan(..^SHA256.HashSizeInBytes), bytes.AsSpan(^SHA256.HashSizeInBytes..));
        return bytes;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            adam?.Dispose();
            objective?.Model.Dispose();
        }

        base.Dispose(disposing);
    }

    private CheckpointFile Checkpoint() =>
        new(FilePath, new RunDescription().Add("model", "small run").Add("learning rate", 0.003f).AddHash("data", "cafe"));
}
