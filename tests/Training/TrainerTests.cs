using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Distillation;
using OnDeviceRec.Distillation.Tests;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tests;
using OnDeviceRec.Training;

namespace OnDeviceRec.Training.Tests;

public sealed class TrainerTests
{
    // Overfits at once: the best epoch is an early one.
    private static readonly TrainingOptions Hasty = SmallRun.Options with { Epochs = 60, LearningRate = 0.05f, Dropout = 0, Patience = 4 };

    [Fact]
    public void The_loss_goes_down()
    {
        using SmallRun run = SmallRun.Distill(SmallRun.Options with { Epochs = 8, Patience = 8 });
        double[] losses = [.. run.Train().Epochs.Select(epoch => epoch.Loss)];
        Assert.Equal(8, losses.Length);
        Assert.True(losses[^1] < 0.97 * losses[0], string.Join(", ", losses));
        Assert.True(losses[1] < losses[0]);
    }

    [Fact]
    public void Steps_whose_gradients_overflow_are_left_out_and_said_once()
    {
        // Dropout leaves rows of equal numbers, whose gradients grow by 1/√ε in each of 25 normalizations.
        var narrow = new EncoderSizes { Width = 2, Inner = 2, Layers = 12, MaxLength = 8, LayerNormEpsilon = 1e-5f };
        using var model = new SequenceModel(new ModelConfiguration { Items = SmallRun.Items, Encoder = narrow }, seed: 1);
        var heard = new HeardProgress();
        using var trainer = new Trainer(
            new NextItemObjective(model, dropout: 0.5f),
            SmallRun.Options,
            new Examples(SmallRun.Data.Train, 1),
            new Examples(Sequences.Empty, 1));
        trainer.Run(heard, TestContext.Current.CancellationToken);
        Assert.Contains("are beyond the largest number", Assert.Single(heard.Notes), StringComparison.Ordinal);
        Assert.All(model.Parameters, parameter => Assert.All(parameter.Value.Span.ToArray(), value => Assert.True(float.IsFinite(value))));
    }

    [Fact]
    public void A_cosine_falls_from_the_learning_rate_to_a_fiftieth_over_the_epochs()
    {
        TrainingOptions options = SmallRun.Options with { Epochs = 4, Schedule = LearningRateSchedule.Cosine };
        Assert.Equal(
            [1, 0.8565, 0.51, 0.1635, 0.02], Array.ConvertAll([0, 1, 2, 3, 4d], x => Math.Round(options.LearningRateFactor(x), 4)));
        Assert.Equal(1f, SmallRun.Options.LearningRateFactor(7.5));
    }

    [Fact]
    public void The_loss_of_an_epoch_is_the_weighted_sum_of_its_terms()
    {
        using SmallRun run = SmallRun.Distill();
        LossWeights w = SmallRun.Weights;
        foreach (EpochRecord epoch in run.Train().Epochs)
        {
            LossTerms terms = epoch.Terms;
            Assert.Equal(0, terms.Labels);
            Assert.All(terms.Values.Where((_, i) => LossTerms.Names[i] != "labels"), value => Assert.True(value > 0));
            double sum = (w.CrossEntropy * terms.CrossEntropy) + (w.SoftTargets * terms.SoftTargets)
                + (w.Contrastive * terms.Contrastive) + (w.Predictive * terms.Predictive);
            Assert.Equal(epoch.Loss, sum, 1e-5 * sum);
        }
    }

    [Fact]
    public void A_cosine_keeps_the_last_epoch_whatever_validation_says_of_it()
    {
        // So large a rate that validation does not end where it was best.
        TrainingOptions options = SmallRun.Options with { Epochs = 7, Patience = 1, LearningRate = 0.3f };
        using SmallRun constant = SmallRun.Teach(options), cosine = SmallRun.Teach(options with { Schedule = LearningRateSchedule.Cosine });
        TrainingOutcome stopped = constant.Train(), whole = cosine.Train();
        Assert.True(stopped.Epochs.Count < 7 || stopped.Best != stopped.Epochs[^1]);
        Assert.Equal(7, whole.Epochs.Count);
        Assert.Same(whole.Epochs[^1], whole.Best);
    }

    // A step of Adam moves no value by more than a few times its rate.
    [Fact]
    public void Weights_come_to_rest_as_the_rate_falls()
    {
        double kept = LastMove(LearningRateSchedule.Constant), falling = LastMove(LearningRateSchedule.Cosine);
        Assert.InRange(falling, 1e-9, kept / 3);

        static double LastMove(LearningRateSchedule schedule)
        {
            using SmallRun run = SmallRun.Teach(
                SmallRun.Options with { Epochs = 3, Patience = 3, Dropout = 0, Schedule = schedule }, validate: false);
            float[] before = [];
            run.Train(progress =>
            {
                if (progress is { Epoch.Epoch: 1, Line: not null }) before = Values(run);
            });
            return Values(run).Zip(before, (a, b) => Math.Abs((double)a - b)).Max();
        }

        static float[] Values(SmallRun run) => [.. run.Objective.Parameters.SelectMany(parameter => parameter.Value.Span.ToArray())];
    }

    [Fact]
    public void A_teacher_learns_what_is_learnable()
    {
        using SmallRun run = SmallRun.Teach(SmallRun.Options with { Epochs = 15, Patience = 15 });
        TrainingOutcome outcome = run.Train();
        Assert.True(outcome.Best!.Valid!.Gain10 > 1.5 * outcome.Epochs[0].Valid!.Gain10, $"{outcome.Epochs[0].Valid} {outcome.Best.Valid}");
    }

    [Fact]
    public void A_teacher_learns_what_is_learnable_from_sampled_negatives()
    {
        using SmallRun run = SmallRun.Teach(SmallRun.Options with { Epochs = 15, Patience = 15, Negatives = 20 });
        TrainingOutcome outcome = run.Train();
        Assert.True(outcome.Best!.Valid!.Gain10 > 1.5 * outcome.Epochs[0].Valid!.Gain10, $"{outcome.Epochs[0].Valid} {outcome.Best.Valid}");
    }

    [Fact]
    public void Training_stops_after_as_many_epochs_without_improvement_as_it_has_patience()
    {
        using SmallRun run = SmallRun.Teach(Hasty);
        TrainingOutcome outcome = run.Train();
        int best = outcome.Best!.Epoch;
        Assert.Equal(best + Hasty.Patience, outcome.Epochs[^1].Epoch);
        Assert.True(outcome.Epochs.Count < Hasty.Epochs);
        Assert.All(outcome.Epochs, epoch => Assert.True(epoch.Valid!.Criterion <= outcome.Best.Valid!.Criterion));
        Assert.All(outcome.Epochs.Take(best), epoch => Assert.True(epoch.Valid!.Criterion < outcome.Best.Valid!.Criterion));
    }

    [Fact]
    public void The_best_weights_are_kept_and_not_the_last()
    {
        using SmallRun run = SmallRun.Teach(Hasty);
        var seen = new List<int[][]>();
        TrainingOutcome outcome = run.Train(progress =>
        {
            if (progress.Line is not null) seen.Add(run.State());
        });
        Assert.Equal(seen[outcome.Best!.Epoch], run.State());
        Assert.NotEqual(seen[^1], run.State());
        (_, Sequences valid) = SmallRun.Data.SplitValidation(0.2);
        SequenceModel model = run.Objective.Model;
        Assert.Equal(outcome.Best.Valid, new Validation(new Examples(valid, 1), model.Table.Items, 8).Run(model));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    public void Of_equally_good_epochs_the_first_is_kept_unless_the_last_is(bool keepsLast, int best)
    {
        using var adam = new Adam([]);
        using var state = new TrainingState(new NextItemObjective(SmallRun.Teacher(), 0), adam, keepsLast);
        foreach (double gain in (double[])[0.1, 0.3, 0.3, 0.2]) state.FinishEpoch(1, 0, new ValidationResult(gain, 0, 0));
        Assert.Equal(best, state.BestEpoch!.Epoch);
    }

    [Fact]
    public void No_two_steps_of_a_run_draw_the_same_dropout()
    {
        var objective = new StepsSeen(SmallRun.Teacher());
        var examples = new Examples(SmallRun.Data.Train, 1);
        using var trainer = new Trainer(objective, SmallRun.Options, examples, new Examples(Sequences.Empty, 1));
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 3 * ((examples.Count + 31) / 32)).Select(step => (uint)step), objective.Steps);
    }

    [Fact]
    public void Without_validation_all_epochs_run_and_the_last_weights_are_kept()
    {
        using SmallRun run = SmallRun.Teach(Hasty with { Epochs = 6, Patience = 1 }, validate: false);
        int[][] last = [];
        TrainingOutcome outcome = run.Train(progress =>
        {
            if (progress.Line is not null) last = run.State();
        });
        Assert.Equal(6, outcome.Epochs.Count);
        Assert.Same(outcome.Epochs[^1], outcome.Best);
        Assert.Null(outcome.Best!.Valid);
        Assert.Equal(last, run.State());
    }

    [Fact]
    public void Progress_is_told_after_every_batch_and_epoch()
    {
        using SmallRun run = SmallRun.Distill(SmallRun.Options with { Epochs = 2 });
        var told = new List<WorkProgress>();
        TrainingOutcome outcome = run.Train(told.Add);
        int batches = told[0].Epoch!.Value.Batches;
        Assert.Equal(2 * (batches + 1), told.Count);
        Assert.Equal(Enumerable.Range(1, batches), told.Take(batches).Select(progress => progress.Epoch!.Value.Batch));
        Assert.Equal($"epoch 1/2, {outcome.Epochs[0]}", told[batches].Line);
        Assert.Equal(outcome.Epochs[0].Loss, told[batches - 1].Epoch!.Value.Loss);
        Assert.Equal((2 * batches, 2 * batches, "steps"), (told[^1].Done, told[^1].Total, told[^1].Unit));
        Assert.Equal(outcome.Epochs.Sum(epoch => epoch.Seconds), outcome.Seconds);
    }

    [Fact]
    public void Another_seed_trains_otherwise_and_the_same_alike()
    {
        int[][] Train(ulong seed)
        {
            using SmallRun run = SmallRun.Distill(SmallRun.Options with { Epochs = 1, Seed = seed });
            run.Train();
            return run.State();
        }

        Assert.Equal(Train(1), Train(1));
        Assert.NotEqual(Train(1), Train(2));
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_training_with_a_remedy()
    {
        using SmallRun run = SmallRun.Teach(SmallRun.Options);
        run.Objective.Parameters[0].Value.Span[0] = float.NaN;
        Assert.Equal(
            "Training: the loss of step 0 is NaN; take a smaller learning rate, such as 0.0025.",
            Assert.Throws<InputException>(() => run.Train()).Message);
    }

    [Fact]
    public void A_validation_score_that_is_not_finite_ends_training_with_a_remedy()
    {
        (Sequences train, Sequences valid) = SmallRun.Data.SplitValidation(0.2);
        var objective = new Diverging(SmallRun.Teacher());
        using var trainer = new Trainer(objective, SmallRun.Options, new Examples(train, 1), new Examples(valid, 1));
        string message = Assert.Throws<InputException>(() => trainer.Run(cancellation: TestContext.Current.CancellationToken)).Message;
        Assert.StartsWith("Training: ", message, StringComparison.Ordinal);
        Assert.EndsWith("is not finite; take a smaller learning rate, such as 0.0025.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_examples_and_settings_out_of_range_are_refused()
    {
        var none = new Examples(Sequences.Empty, 1);
        var objective = new NextItemObjective(SmallRun.Teacher(), 0);
        Assert.Contains(
            "there are no examples",
            Assert.Throws<InputException>(() => new Trainer(objective, SmallRun.Options, none, none)).Message,
            StringComparison.Ordinal);
        foreach (TrainingOptions bad in (TrainingOptions[])[
            SmallRun.Options with { Epochs = 0 },
            SmallRun.Options with { Batch = 0 },
            SmallRun.Options with { LearningRate = 0 },
            SmallRun.Options with { LearningRate = float.NaN },
            SmallRun.Options with { Dropout = 1 },
            SmallRun.Options with { Dropout = -0.1f },
            SmallRun.Options with { Negatives = -1 },
            SmallRun.Options with { Patience = 0 }])
        {
            Assert.StartsWith("Training: ", Assert.Throws<ArgumentException>(bad.Checked).Message, StringComparison.Ordinal);
        }
    }

    // Its losses are finite, its model is not.
    private sealed class Diverging(SequenceModel model) : IObjective
    {
        public SequenceModel Model => model;

        public IReadOnlyList<Parameter> Parameters => model.Parameters;

        public LossTerms AddLosses(Tape tape, RaggedBatch batch)
        {
            model.Parameters[0].Value.Span[0] = float.NaN;
            return default;
        }
    }

    private sealed class StepsSeen(SequenceModel model) : IObjective
    {
        public List<uint> Steps { get; } = [];

        public SequenceModel Model => model;

        public IReadOnlyList<Parameter> Parameters => model.Parameters;

        public LossTerms AddLosses(Tape tape, RaggedBatch batch)
        {
            Steps.Add(tape.Step);
            return default;
        }
    }
}
