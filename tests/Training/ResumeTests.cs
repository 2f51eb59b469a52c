using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Distillation.Tests;
using OnDeviceRec.Models.Tests;
using OnDeviceRec.Training;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Training.Tests;

/// <summary>A run that is stopped or dies, and goes on from its checkpoint in a fresh process's objects.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    public void A_run_stopped_within_an_epoch_ends_as_an_uninterrupted_one_bit_for_bit(int epoch, int batch)
    {
        StopAt(epoch, batch);
        AssertGoesOnAsUninterrupted();
    }

    [Theory]
    [InlineData(20, 0, LearningRateSchedule.Constant)]
    [InlineData(0, 1.5, LearningRateSchedule.Constant)]
    [InlineData(0, 0, LearningRateSchedule.Cosine)]
    public void A_run_with_negatives_a_thinned_past_or_a_falling_rate_ends_as_an_uninterrupted_one(
        int negatives, float timeDecay, LearningRateSchedule schedule)
    {
        TrainingOptions options = SmallRun.Options with { Negatives = negatives, TimeDecay = timeDecay, Schedule = schedule };
        using var stop = new CancellationTokenSource();
        using (SmallRun first = SmallRun.Teach(options, checkpoint: Checkpoint())) first.Trainer.Run(At(1, 2, stop.Cancel), stop.Token);

        using SmallRun uninterrupted = SmallRun.Teach(options), resumed = SmallRun.Teach(options, checkpoint: Checkpoint(), resume: true);
        Assert.Equal(SmallRun.Results(uninterrupted.Train()), SmallRun.Results(resumed.Train()));
        Assert.Equal(uninterrupted.State(), resumed.State());
    }

    [Fact]
    public void A_run_stopped_after_the_last_batch_of_an_epoch_ends_as_an_uninterrupted_one()
    {
        StopAt(1, Batches());
        AssertGoesOnAsUninterrupted();
    }

    [Fact]
    public void A_run_stopped_twice_ends_as_an_uninterrupted_one()
    {
        StopAt(0, 2);
        StopAt(2, 1);
        AssertGoesOnAsUninterrupted();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_run_that_dies_between_epochs_ends_as_an_uninterrupted_one(int epoch)
    {
        DieAt(progress => progress.Line is not null && progress.Epoch!.Value.Epoch == epoch);
        AssertGoesOnAsUninterrupted();
    }

    [Fact]
    public void A_run_that_dies_within_an_epoch_goes_on_from_the_epoch_s_start()
    {
        DieAt(progress => progress.Epoch is { Epoch: 1, Batch: 2 });
        AssertGoesOnAsUninterrupted();
    }

    [Fact]
    public void A_damaged_checkpoint_falls_back_to_the_previous_one_with_a_note()
    {
        DieAt(EndsSecondEpoch);
        byte[] bytes = File.ReadAllBytes(folder["run"]);
        bytes[bytes.Length / 2] ^= 1;
        folder.Write("run", bytes);
        List<string> notes = AssertGoesOnAsUninterrupted();
        Assert.Equal(
            [
                $"{folder["run"]}: it is damaged (its checksum does not match); delete it or start without --resume. "
                    + $"Going on from {folder["run.previous"]}.",
            ],
            notes);
    }

    [Fact]
    public void A_damaged_checkpoint_does_not_take_the_place_of_the_previous_one()
    {
        DieAt(EndsSecondEpoch);
        byte[] previous = File.ReadAllBytes(folder["run.previous"]);
        folder.Write("run", "damaged");
        DieAt(EndsSecondEpoch);
        Assert.Equal(previous, File.ReadAllBytes(folder["run.previous"]));
        Assert.Empty(AssertGoesOnAsUninterrupted());
    }

    [Fact]
    public void A_checkpoint_that_was_lost_while_it_was_replaced_falls_back_to_the_previous_one()
    {
        DieAt(EndsSecondEpoch);
        File.Delete(folder["run"]);
        Assert.Empty(AssertGoesOnAsUninterrupted());
    }

    [Fact]
    public void Without_a_checkpoint_resuming_starts_anew() => Assert.Empty(AssertGoesOnAsUninterrupted());

    [Fact]
    public void Without_resume_a_checkpoint_is_not_looked_at()
    {
        StopAt(1, 3);
        using SmallRun uninterrupted = SmallRun.Distill(), run = SmallRun.Distill(checkpoint: Checkpoint());
        Assert.Equal(SmallRun.Results(uninterrupted.Train()), SmallRun.Results(run.Train()));
    }

    [Fact]
    public void A_finished_run_that_is_resumed_has_nothing_left_to_do()
    {
        using SmallRun run = SmallRun.Distill(checkpoint: Checkpoint());
        TrainingOutcome outcome = run.Train();
        using SmallRun again = SmallRun.Distill(checkpoint: Checkpoint(), resume: true);
        TrainingOutcome same = again.Train(_ => Assert.Fail("a batch was trained"));
        Assert.Equal(outcome.Epochs, same.Epochs);
        Assert.Equal(outcome.Best, same.Best);
        Assert.Equal(run.State(), again.State());
    }

    [Fact]
    public void Fewer_epochs_than_are_done_are_refused_and_as_many_are_what_they_would_have_been()
    {
        StopAt(2, 1);
        var e = Assert.Throws<CheckpointException>(() => Resume(SmallRun.Options with { Epochs = 1 }));
        Assert.Equal(
            $"{folder["run"]}: it has 2 epochs, and with at most 1 of them and a patience of 3 the run ends after 1; "
            + "give as many as before or start without --resume.",
            e.Message);
        TrainingOptions two = SmallRun.Options with { Epochs = 2 };
        using SmallRun uninterrupted = SmallRun.Distill(two), resumed = Resume(two);
        Assert.Equal(SmallRun.Results(uninterrupted.Train()), SmallRun.Results(resumed.Train()));
        Assert.Equal(Weights(uninterrupted), Weights(resumed));

        static int[][] Weights(SmallRun run) => [.. run.Objective.Model.Parameters.Select(SmallModels.Bits)];
    }

    [Fact]
    public void A_patience_that_would_have_ended_earlier_is_refused()
    {
        // At such a rate the first epoch is the best for a while.
        TrainingOptions patient = SmallRun.Options with { LearningRate = 0.5f, Epochs = 8, Patience = 8 };
        using SmallRun first = SmallRun.Distill(patient, Checkpoint());
        EpochRecord[] epochs = [.. first.Train().Epochs];
        int ends = Enumerable.Range(2, 6).First(n => n - 1 - Array.IndexOf(epochs, epochs[..n].MaxBy(one => one.Valid!.Criterion)) > 0);
        var e = Assert.Throws<CheckpointException>(() => Resume(patient with { Patience = 1 }));
        Assert.Contains($"a patience of 1 the run ends after {ends};", e.Message, StringComparison.Ordinal);
        using SmallRun again = Resume(patient with { Patience = 9 });
        Assert.Equal(8, again.Train().Epochs.Count);
    }

    public void Dispose() => folder.Dispose();

    private static int Batches()
    {
        int batches = 0;
        using SmallRun run = SmallRun.Distill(SmallRun.Options with { Epochs = 1 });
        run.Train(progress => batches = progress.Epoch!.Value.Batches);
        return batches;
    }

    private static bool EndsSecondEpoch(WorkProgress progress) => progress.Line is not null && progress.Epoch!.Value.Epoch == 1;

    private static HeardProgress At(int epoch, int batch, Action act) => new()
    {
        Act = progress =>
        {
            if (progress.Line is null && progress.Epoch is { } at && (at.Epoch, at.Batch) == (epoch, batch)) act();
        },
    };

    private CheckpointFile Checkpoint(HeardProgress? heard = null) =>
        new(folder["run"], new RunDescription().Add("model", "small run")) { Progress = heard };

    private SmallRun Resume(TrainingOptions options) => SmallRun.Distill(options, Checkpoint(), resume: true);

    private void StopAt(int epoch, int batch)
    {
        using var stop = new CancellationTokenSource();
        using SmallRun run = SmallRun.Distill(checkpoint: Checkpoint(), resume: true);
        TrainingOutcome outcome = run.Trainer.Run(At(epoch, batch, stop.Cancel), stop.Token);
        Assert.True(outcome.Interrupted);
        Assert.Equal(epoch, outcome.Epochs.Count);
    }

    private void DieAt(Predicate<WorkProgress> moment)
    {
        using SmallRun run = SmallRun.Distill(checkpoint: Checkpoint(), resume: true);
        Assert.Throws<TimeoutException>(() => run.Train(progress =>
        {
            if (moment(progress)) throw new TimeoutException();
        }));
    }

    private List<string> AssertGoesOnAsUninterrupted()
    {
        var heard = new HeardProgress();
        using SmallRun uninterrupted = SmallRun.Distill(), resumed = SmallRun.Distill(checkpoint: Checkpoint(heard), resume: true);
        TrainingOutcome expected = uninterrupted.Train(), actual = resumed.Train();
        Assert.Equal(SmallRun.Results(expected), SmallRun.Results(actual));
        Assert.Equal(expected.Best!.Epoch, actual.Best!.Epoch);
        Assert.Equal(uninterrupted.State(), resumed.State());
        Assert.False(actual.Interrupted);
        return heard.Notes;
    }
}
