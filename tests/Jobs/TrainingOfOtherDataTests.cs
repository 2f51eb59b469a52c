using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Jobs.Tests;

/// <summary>A checkpoint is of all that its training read: what is otherwise is named.</summary>
public sealed class TrainingOfOtherDataTests : IDisposable
{
    private static readonly int[][] Train = [[0, 1, 2, 3], [4, 5, 0, 1], [2, 3, 4, 5], [1, 0, 3, 2]], Valid = [[0, 2, 4], [1, 3, 5]];
    private static readonly string[] Ids = ["a", "b", "c", "d", "e", "f"];

    private readonly TempFolder folder = new();

    [Fact]
    public void The_same_data_goes_on()
    {
        Stop(Of(Train, Valid, Ids));
        Resume(Of(Train, Valid, Ids));
    }

    // As many sequences and examples of the same items in the same order.
    [Fact]
    public void Moved_borders_of_sequences() => Refuses("train sequences not the same", Of(Moved(Train), Valid, Ids));

    [Fact]
    public void Moved_borders_of_validation_sequences() => Refuses("validation sequences not the same", Of(Train, Moved(Valid), Ids));

    [Fact]
    public void Another_validation_item() => Refuses("validation sequences not the same", Of(Train, [[0, 2, 4], [1, 3, 4]], Ids));

    [Fact]
    public void Other_ids() => Refuses("item ids not the same", Of(Train, Valid, [.. Ids.Reverse()]));

    [Fact]
    public void Ids_where_there_were_none() => Refuses("item ids not the same", Of(Train, Valid, ids: null));

    [Fact]
    public void Another_item() => Refuses("train sequences not the same", Of([[0, 1, 2, 4], .. Train[1..]], Valid, Ids));

    [Fact]
    public void A_larger_catalog() =>
        Refuses("item ids not the same; items 6 there, 7 here", Of(Train, Valid, [.. Ids, "g"]));

    public void Dispose() => folder.Dispose();

    private static Dataset Of(int[][] train, int[][] valid, string[]? ids) =>
        new("six", ids?.Length ?? Ids.Length, 1, Sequences.Of(train), Sequences.Empty, Sequences.Of(valid), ids);

    private static int[][] Moved(int[][] sequences) => [sequences[0][..^1], [sequences[0][^1], .. sequences[1]], .. sequences[2..]];

    private void Refuses(string difference, Dataset other)
    {
        Stop(Of(Train, Valid, Ids));
        string message = Assert.Throws<CheckpointException>(() => Resume(other)).Message;
        Assert.EndsWith(
            $"it belongs to another run: {difference}; use the same settings or start without --resume.", message,
            StringComparison.Ordinal);
    }

    private void Stop(Dataset dataset)
    {
        using var stop = new CancellationTokenSource();
        var heard = new HeardProgress { Act = _ => stop.Cancel() };
        Assert.ThrowsAny<OperationCanceledException>(() => Run(dataset, heard, resume: false, stop.Token));
    }

    private void Resume(Dataset dataset) =>
        Run(dataset, new HeardProgress(), resume: true, CancellationToken.None);

    private void Run(Dataset dataset, HeardProgress heard, bool resume, CancellationToken cancellation)
    {
        JobOptions job = Presets.Paper with { Encoder = Presets.Paper.Encoder with { Width = 8, Inner = 8 } };
        var jobs = new TrainingJobs(dataset, 0.1, heard, cancellation);
        jobs.NextItem("teacher", job.TeacherOf(dataset.Items), job.Teacher with { Epochs = 2 }, folder["t.odr"], resume);
    }
}
