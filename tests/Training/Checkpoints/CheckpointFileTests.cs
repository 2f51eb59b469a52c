using System.Security.Cryptography;
using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Distillation.Tests;
using OnDeviceRec.Training;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Training.Tests;

public sealed class CheckpointFileTests : IDisposable
{
    // Places in the file, from the end of the run's description on.
    private const int Step = 0, Batch = 8, LossSum = 12, LastTermSum = 52, Seconds = 60, Epochs = 68;
    private const int FirstLoss = 72, FirstTerm = 80, FirstSeconds = 120, FirstHitRate = 129;

    // Description, counters and two epochs are shorter.
    private const int HeadBytes = 460;

    private const int MostBatches = 100;

    private readonly TempFolder folder = new();
    private readonly SmallRun fresh = SmallRun.Distill();

    [Fact]
    public void A_file_cut_anywhere_ends_in_a_CheckpointException_and_changes_nothing()
    {
        byte[] whole = Saved();
        for (int length = 0; length < whole.Length; length = length < HeadBytes ? length + 1 : length + 997) AssertRefused(whole[..length]);
        AssertRefused(whole[..^1]);
        AssertRefused([.. whole, 0]);
    }

    [Fact]
    public void A_file_with_any_byte_changed_ends_in_a_CheckpointException_and_changes_nothing()
    {
        byte[] whole = Saved();
        for (int at = 0; at < whole.Length; at = at < 200 ? at + 1 : at + 997)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x10;
            AssertRefused(damaged);
        }
    }

    [Fact]
    public void A_file_of_something_else_ends_in_a_CheckpointException()
    {
        AssertRefused(new byte[100]);
        AssertRefused([.. Enumerable.Range(0, 10_000).Select(i => (byte)i)]);
    }

    // The checksum is right in all that follow: only what is read tells that no training wrote it.
    [Fact]
    public void A_sealed_file_cut_anywhere_ends_in_a_CheckpointException_and_changes_nothing()
    {
        byte[] whole = Saved();
        for (int length = 0; length < whole.Length - SHA256.HashSizeInBytes; length = length < HeadBytes ? length + 1 : length + 997)
            AssertRefused(Sealed(whole.AsSpan(0, length)));
        AssertRefused(Sealed([.. whole.AsSpan(0, whole.Length - SHA256.HashSizeInBytes), 0]));
    }

    [Fact]
    public void A_sealed_file_with_other_bytes_ends_in_a_CheckpointException_or_in_a_run_that_goes_on()
    {
        byte[] whole = Saved();
        int refused = 0, taken = 0;
        for (int at = 0; at < HeadBytes; at++)
        {
            foreach (byte value in (byte[])[0, 0xFF, (byte)(whole[at] ^ 1), (byte)(whole[at] ^ 0x80)])
            {
                byte[] other = whole[..^SHA256.HashSizeInBytes];
                other[at] = value;
                if (!IsTaken(Sealed(other))) refused++;
                else taken++;
            }
        }

        Assert.True(refused > HeadBytes && taken > HeadBytes / 3, $"{refused} refused, {taken} taken");
    }

    [Fact]
    public void A_sealed_file_of_random_changes_ends_in_a_CheckpointException_or_in_a_run_that_goes_on()
    {
        const int Files = 200, MostChanges = 12;
        byte[] whole = Saved();
        var random = new Random(11);
        for (int file = 0; file < Files; file++)
        {
            List<byte> other = [.. whole[..^SHA256.HashSizeInBytes]];
            for (int changes = random.Next(1, MostChanges); changes > 0; changes--)
            {
                int at = random.Next(random.Next(3) == 0 ? other.Count : HeadBytes);
                if (random.Next(6) == 0) other.Insert(at, (byte)random.Next(256));
                else if (random.Next(6) == 0) other.RemoveAt(at);
                else other[at] = (byte)random.Next(256);
            }

            IsTaken(Sealed([.. other]));
        }
    }

    [Theory]
    [InlineData(Step, long.MaxValue, "its counters make no sense")]
    [InlineData(Step, uint.MaxValue, "its counters make no sense")]
    [InlineData(Step, -1L, "its counters make no sense")]
    [InlineData(Step, 0L, "its counters make no sense")]
    [InlineData(Batch, int.MaxValue, "its counters make no sense")]
    [InlineData(Batch, -1, "its counters make no sense")]
    [InlineData(LossSum, double.NaN, "its counters make no sense")]
    [InlineData(LastTermSum, double.NegativeInfinity, "its counters make no sense")]
    [InlineData(Seconds, -1.0, "its counters make no sense")]
    [InlineData(Epochs, int.MaxValue, "its counters make no sense")]
    [InlineData(Epochs, -1, "its counters make no sense")]
    [InlineData(Epochs, 1, "its sizes are not this run's")]
    [InlineData(FirstLoss, double.PositiveInfinity, "its epochs make no sense")]
    [InlineData(FirstTerm, double.NaN, "its epochs make no sense")]
    [InlineData(FirstSeconds, double.NaN, "its epochs make no sense")]
    [InlineData(FirstHitRate, 1.5, "its epochs make no sense")]
    [InlineData(FirstHitRate, double.NaN, "its epochs make no sense")]
    public void What_no_training_counts_is_refused_by_name(int place, object value, string problem)
    {
        byte[] bytes = Saved()[..^SHA256.HashSizeInBytes];
        Bytes(value).CopyTo(bytes, StartOfCounters() + place);
        Assert.Contains(problem, AssertRefused(Sealed(bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_no_training_has_are_refused()
    {
        byte[] whole = Saved()[..^SHA256.HashSizeInBytes];
        int parameters = fresh.Objective.Parameters.Sum(parameter => parameter.Value.Length);
        int values = whole.Length - (sizeof(float) * ((3 * parameters) + fresh.Objective.Model.Parameters.Sum(one => one.Value.Length)));
        Assert.True(IsTaken(With(0, -1)) && IsTaken(With(parameters, -1)));
        foreach ((int at, float value) in ((int, float)[])
            [
                (0, float.NaN), (parameters - 1, float.NegativeInfinity), (parameters, float.NaN), (2 * parameters, -1),
                ((3 * parameters) - 1, -1e-30f), (3 * parameters, float.NaN),
            ])
        {
            Assert.Contains("it holds numbers that no training has", AssertRefused(With(at, value)), StringComparison.Ordinal);
        }

        byte[] With(int at, float value)
        {
            byte[] other = [.. whole];
            BitConverter.GetBytes(value).CopyTo(other, values + (at * sizeof(float)));
            return Sealed(other);
        }
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused_by_what_is_different()
    {
        Saved();
        var error = Assert.Throws<CheckpointException>(
            () => SmallRun.Distill(checkpoint: new CheckpointFile(folder["run"], Run(rate: 0.002f, data: "beef")), resume: true));
        Assert.Equal(
            $"{folder["run"]}: it belongs to another run: learning rate 0.003 there, 0.002 here; train sequences not the same; "
                + "use the same settings or start without --resume.",
            error.Message);
        Assert.Equal(folder["run"], error.Path);
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_no_damage_to_fall_back_from()
    {
        Saved();
        byte[] previous = File.ReadAllBytes(folder["run.previous"]);
        using (SmallRun run = SmallRun.Distill(SmallRun.Options with { Epochs = 1 }, Checkpoint("another run")))
            run.Train();
        folder.Write("run.previous", previous);
        Assert.Contains(
            "it belongs to another run: model another run there, small run here;",
            Assert.Throws<CheckpointException>(() => Resume(fresh)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_other_sizes_under_the_same_description_is_refused()
    {
        Saved();
        using SmallRun run = SmallRun.Teach(SmallRun.Options);
        Assert.Contains(
            "its sizes are not this run's", Assert.Throws<CheckpointException>(() => Resume(run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deleting_removes_the_checkpoint_and_the_previous_one()
    {
        Saved();
        Assert.Equal(["run", "run.previous"], folder.Names);
        Checkpoint().Delete();
        Assert.Empty(folder.Names);
        Checkpoint().Delete();
    }

    public void Dispose()
    {
        fresh.Dispose();
        folder.Dispose();
    }

    private static RunDescription Run(string name = "small run", float rate = 0.003f, string data = "cafe") => new RunDescription()
        .Add("model", name)
        .AddAll(new TrainingOptions { Batch = 32, LearningRate = rate })
        .AddHash("train sequences", data);

    private static byte[] Sealed(ReadOnlySpan<byte> body) => [.. body, .. SHA256.HashData(body)];

    private static byte[] Bytes(object value) => value switch
    {
        int whole => BitConverter.GetBytes(whole),
        uint whole => BitConverter.GetBytes((long)whole),
        long whole => BitConverter.GetBytes(whole),
        double real => BitConverter.GetBytes(real),
        _ => throw new ArgumentException($"A {value.GetType()} is in no checkpoint.", nameof(value)),
    };

    private static int StartOfCounters()
    {
        using var described = new MemoryStream();
        using (var writer = new BinaryWriter(described)) Run().Write(writer);
        return (2 * sizeof(int)) + described.ToArray().Length;
    }

    private CheckpointFile Checkpoint(string name = "small run") => new(folder["run"], Run(name));

    private byte[] Saved()
    {
        using SmallRun run = SmallRun.Distill(SmallRun.Options with { Epochs = 2 }, Checkpoint());
        run.Train();
        return File.ReadAllBytes(folder["run"]);
    }

    private void Resume(SmallRun run)
    {
        using var adam = new Adam(run.Objective.Parameters);
        using var state = new TrainingState(run.Objective, adam, keepsLast: false);
        Checkpoint().TryLoad(state, MostBatches);
    }

    // Whether a file is believed; if so, the run goes on with it to its end, or to a loss that is no number.
    private bool IsTaken(byte[] bytes)
    {
        File.Delete(folder["run.previous"]);
        folder.Write("run", bytes);
        SmallRun run;
        try
        {
            run = SmallRun.Distill(checkpoint: Checkpoint(), resume: true);
        }
        catch (CheckpointException)
        {
            return false;
        }

        using (run)
        {
            try
            {
                run.Train();
            }
            catch (InputException error)
            {
                Assert.Contains("take a smaller learning rate", error.Message, StringComparison.Ordinal);
            }
        }

        return true;
    }

    private string AssertRefused(byte[] bytes)
    {
        File.Delete(folder["run.previous"]);
        folder.Write("run", bytes);
        int[][] before = fresh.State();
        var error = Assert.Throws<CheckpointException>(() => Resume(fresh));
        Assert.StartsWith(folder["run"], error.Message, StringComparison.Ordinal);
        Assert.EndsWith("start without --resume.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(before, fresh.State());
        return error.Message;
    }
}
