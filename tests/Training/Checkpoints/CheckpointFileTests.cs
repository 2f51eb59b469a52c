using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Distillation.Tests;
using OnDeviceRec.Training;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Training.Tests;

public sealed class CheckpointFileTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly SmallRun fresh = SmallRun.Distill();

    [Fact]
    public void A_file_cut_anywhere_ends_in_a_CheckpointException_and_changes_nothing()
    {
        byte[] whole = Saved();
        for (int length = 0; length < whole.Length; length += 97) AssertRefused(whole[..length]);
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

    [Fact]
    public void A_checkpoint_of_another_run_is_refused()
    {
        Saved();
        var other = new CheckpointFile(folder["run"], "another run");
        var error = Assert.Throws<CheckpointException>(() => SmallRun.Distill(checkpoint: other, resume: true));
        Assert.Equal(
            $"{folder["run"]}: it belongs to another run (small run), this one is another run; "
                + "use the same settings or start without --resume.",
            error.Message);
        Assert.Equal(folder["run"], error.Path);
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_no_damage_to_fall_back_from()
    {
        Saved();
        byte[] previous = File.ReadAllBytes(folder["run.previous"]);
        using (SmallRun run = SmallRun.Distill(SmallRun.Options with { Epochs = 1 }, new CheckpointFile(folder["run"], "another run")))
            run.Train();
        folder.Write("run.previous", previous);
        Assert.Contains(
            "it belongs to another run (another run)",
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

    private CheckpointFile Checkpoint() => new(folder["run"], "small run");

    private byte[] Saved()
    {
        using SmallRun run = SmallRun.Distill(SmallRun.Options with { Epochs = 2 }, Checkpoint());
        run.Train();
        return File.ReadAllBytes(folder["run"]);
    }

    private void Resume(SmallRun run)
    {
        using var adam = new Adam(run.Objective.Parameters);
        using var state = new TrainingState(run.Objective, adam);
        Checkpoint().TryLoad(state);
    }

    private void AssertRefused(byte[] bytes)
    {
        File.Delete(folder["run.previous"]);
        folder.Write("run", bytes);
        int[][] before = fresh.State();
        var error = Assert.Throws<CheckpointException>(() => Resume(fresh));
        Assert.StartsWith(folder["run"], error.Message, StringComparison.Ordinal);
        Assert.EndsWith("start without --resume.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, fresh.State());
    }
}
