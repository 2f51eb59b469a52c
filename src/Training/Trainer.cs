using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training.Checkpoints;
using Tensor = OnDeviceRec.Tensors.Tensor;

namespace OnDeviceRec.Training;

/// <summary>
/// Trains by Adam in shuffled epochs, validates after each, and with a constant learning rate keeps the best weights and stops when
/// validation has not improved for a while. Its whole state fits in a checkpoint: a resumed run equals an uninterrupted one, bit for bit.
/// </summary>
public sealed class Trainer : IDisposable
{
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(2);

    private readonly IObjective objective;
    private readonly TrainingOptions options;
    private readonly BatchSampler batches;
    private readonly Validation? validation;
    private readonly CheckpointFile? checkpoint;
    private readonly Adam adam;
    private readonly Tape tape;
    private readonly TrainingState state;
    private readonly Sharing sharing;
    private bool hasSkipped;

    /// <summary>A run at its start, or where its checkpoint left it.</summary>
    /// <param name="objective">What is trained.</param>
    /// <param name="options">The settings.</param>
    /// <param name="train">The examples; at least one.</param>
    /// <param name="valid">The validation examples; without any, all epochs are run and the last weights kept.</param>
    /// <param name="checkpoint">Where the state is kept, or null.</param>
    /// <param name="resume">Whether to go on from the checkpoint, if there is one.</param>
    /// <param name="sharing">
    /// The ranks that train together, each with a trainer of the same arguments; null for one alone. All of them end with the whole model,
    /// of the same bits whatever their number, and the first one alone writes the checkpoint.
    /// </param>
    /// <exception cref="ArgumentException">There are no examples, or a setting is out of range.</exception>
    /// <exception cref="CheckpointException">
    /// The checkpoint belongs to another run, or is damaged, or has gone on for longer than a run of these settings does.
    /// </exception>
    public Trainer(
        IObjective objective, TrainingOptions options, Examples train, Examples valid,
        CheckpointFile? checkpoint = null, bool resume = false, Sharing? sharing = null)
    {
        this.objective = objective;
        this.sharing = sharing ?? Sharing.Alone;
        this.options = options.Checked();
        this.checkpoint = checkpoint;
        if (train.Count == 0) throw new InputException("Training: there are no examples; give longer sequences or a smaller --valid.");
        int maxLength = objective.Model.Configuration.Encoder.MaxLength;
        batches = new BatchSampler(train, options.Batch, maxLength, options.TimeDecay);
        validation = valid.Count == 0 ? null : new Validation(valid, objective.Model.Table.Items, maxLength, this.sharing);
        adam = new Adam(objective.Parameters, new AdamOptions { LearningRate = options.LearningRate }, this.sharing);
        tape = new Tape(options.Seed, this.sharing);
        state = new TrainingState(objective, adam, keepsLast: options.Schedule == LearningRateSchedule.Cosine);
        if (resume && checkpoint?.TryLoad(state, batches.Count) == true) RefuseAnEarlierEnd(checkpoint);
        RequireOneState();
    }

    /// <summary>Steps that this instance has made.</summary>
    public long Steps { get; private set; }

    /// <summary>What this rank has told others in them, in bytes (<see cref="ICollectives.BytesMoved"/>).</summary>
    public long BytesMoved { get; private set; }

    /// <summary>Runs to the end, or until canceled; the model then holds the best weights, or the present ones if canceled.</summary>
    /// <param name="progress">Told after every batch and epoch, on this thread.</param>
    /// <param name="cancellation">Stops after the present batch; the state is saved.</param>
    public TrainingOutcome Run(IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var sinceSaved = Stopwatch.StartNew();
        while (!Finished())
        {
            long start = Stopwatch.GetTimestamp();
            double earlierSeconds = state.EpochSeconds;
            batches.Shuffle(options.Seed, state.Epoch);
            while (state.Batch < batches.Count)
            {
                Step(progress);
                state.EpochSeconds = earlierSeconds + Stopwatch.GetElapsedTime(start).TotalSeconds;
                progress?.Report(Progress(state.Epoch, state.Batch, state.LossSum / state.Batch));
                bool isCanceled = AllAgree(cancellation.IsCancellationRequested);
                if (isCanceled || AllAgree(sinceSaved.Elapsed > CheckpointInterval))
                {
                    Save();
                    sinceSaved.Restart();
                }

                if (isCanceled) return new TrainingOutcome(state.History, state.BestEpoch, Interrupted: true);
            }

            Gather(objective.Parameters, [.. objective.Parameters.Select(parameter => parameter.Value)]);
            ValidationResult? valid = Validate();
            double seconds = earlierSeconds + Stopwatch.GetElapsedTime(start).TotalSeconds;
            EpochRecord record = state.FinishEpoch(batches.Count, seconds, valid);
            Save();
            sinceSaved.Restart();
            progress?.Report(
                Progress(record.Epoch, batches.Count, record.Loss) with { Line = $"epoch {record.Epoch + 1}/{options.Epochs}, {record}" });
        }

        state.RestoreBest();
        return new TrainingOutcome(state.History, state.BestEpoch, Interrupted: false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        adam.Dispose();
        tape.Dispose();
        state.Dispose();
    }

    private WorkProgress Progress(int epoch, int batch, double loss) =>
        new(((double)epoch * batches.Count) + batch, (double)options.Epochs * batches.Count, "steps")
        {
            Epoch = new EpochProgress(epoch, options.Epochs, batch, batches.Count, loss),
        };

    // Ranks that do not see the same checkpoint would train apart. It also keeps the first one, which deletes it, from going ahead.
    private void RequireOneState()
    {
        if (sharing.IsAlone) return;
        Span<long> steps = new long[sharing.Collectives.Ranks];
        steps[sharing.Collectives.Rank] = adam.StepCount;
        sharing.Gather(steps);
        if (steps.ContainsAnyExcept(adam.StepCount))
        {
            throw new InputException(
                $"Training: ranks go on from different steps, {string.Join(", ", steps.ToArray())}; "
                + "start them where all see the same checkpoint.");
        }
    }

    // What the first rank says holds for all of them.
    private bool AllAgree(bool mine)
    {
        if (sharing.IsAlone) return mine;
        Span<bool> said = [mine];
        sharing.Collectives.Broadcast(said, root: 0);
        return said[0];
    }

    private void Save()
    {
        Gather(objective.Parameters, [.. objective.Parameters.Select(parameter => parameter.Value)]);
        if (checkpoint is null) return;
        Gather(objective.Parameters, adam.FirstMoments);
        Gather(objective.Parameters, adam.SecondMoments);
        if (sharing.IsFirst) checkpoint.Save(state);
        sharing.Await();
    }

    private void Gather(IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> tensors)
    {
        for (int i = 0; i < parameters.Count; i++) SharedItems.Gather(parameters[i], tensors[i], sharing);
    }

    private ValidationResult? Validate()
    {
        try
        {
            return validation?.Run(objective.Model);
        }
        catch (ArithmeticException e)
        {
            throw new InputException(
                $"Training: {e.Message.TrimEnd('.')}; take a smaller learning rate, such as {Half(options.LearningRate)}.", e);
        }
    }

    private static string Half(float rate) => (rate / 2).ToString("G3", CultureInfo.InvariantCulture);

    private bool Finished() => EndsAfter(state.Epoch, state.BestEpoch);

    private bool EndsAfter(int epochs, EpochRecord? best) =>
        epochs >= options.Epochs
        || (options.Schedule == LearningRateSchedule.Constant
            && validation is not null && best is not null && epochs - best.Epoch > options.Patience);

    // The weights of an epoch that has been left behind are gone.
    private void RefuseAnEarlierEnd(CheckpointFile file)
    {
        EpochRecord? best = null;
        foreach (EpochRecord record in state.History)
        {
            if (EndsAfter(record.Epoch, best)) throw file.GoesBeyond(state.Epoch, record.Epoch, options);
            best = state.BetterOf(best, record);
        }
    }

    private void Step(IProgress<WorkProgress>? progress)
    {
        long moved = sharing.Collectives.BytesMoved;
        tape.BeginTraining(checked((uint)adam.StepCount));
        LossTerms terms = objective.AddLosses(tape, batches.Read(state.Batch));
        double loss = tape.TotalLoss;
        if (!double.IsFinite(loss))
        {
            throw new InputException(
                $"Training: the loss of step {adam.StepCount} is {loss}; "
                + $"take a smaller learning rate, such as {Half(options.LearningRate)}.");
        }

        tape.Backward();
        if (GradientsOverflow())
        {
            adam.Skip();
            NoteSkipped(progress);
        }
        else
        {
            adam.Step(options.LearningRateFactor(state.Epoch + ((double)state.Batch / batches.Count)));
        }

        state.LossSum += loss;
        state.TermSums += terms;
        state.Batch++;
        Steps++;
        BytesMoved += sharing.Collectives.BytesMoved - moved;
    }

    // What flows back through the encoder ends in the positions: if their gradient can be squared, so can what is above it.
    private bool GradientsOverflow() =>
        !float.IsFinite(TensorPrimitives.SumOfSquares<float>(objective.Model.Encoder.Positions.Gradient!.Span));

    private void NoteSkipped(IProgress<WorkProgress>? progress)
    {
        if (hasSkipped) return;
        hasSkipped = true;
        progress?.Note(
            $"The gradients of step {adam.StepCount} are beyond the largest number. Such steps are left out; a larger --width or fewer "
            + "--layers avoid them.");
    }
}
