using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Training;

/// <summary>Everything a run needs to go on: weights, moments, the best weights so far, and how far it is.</summary>
internal sealed class TrainingState : IDisposable
{
    private readonly List<EpochRecord> history = [];

    private readonly bool keepsLast;

    public TrainingState(IObjective objective, Adam adam, bool keepsLast)
    {
        this.keepsLast = keepsLast;
        Objective = objective;
        Adam = adam;
        Best = [.. objective.Model.Parameters.Select(parameter => new Tensor(parameter.Shape))];
    }

    public IObjective Objective { get; }

    public Adam Adam { get; }

    /// <summary>The model's weights at <see cref="BestEpoch"/>.</summary>
    public IReadOnlyList<Tensor> Best { get; }

    public int Epoch => history.Count;

    /// <summary>Batches of the present epoch that are done.</summary>
    public int Batch { get; set; }

    /// <summary>The sum of their losses.</summary>
    public double LossSum { get; set; }

    /// <summary>The sums of the terms of these.</summary>
    public LossTerms TermSums { get; set; }

    /// <summary>The time they took.</summary>
    public double EpochSeconds { get; set; }

    public IReadOnlyList<EpochRecord> History => history;

    public EpochRecord? BestEpoch { get; private set; }

    /// <summary>All tensors, in the order of a checkpoint.</summary>
    public IEnumerable<Tensor> Tensors =>
        [.. Objective.Parameters.Select(parameter => parameter.Value), .. Adam.FirstMoments, .. Adam.SecondMoments, .. Best];

    public EpochRecord FinishEpoch(int batches, double seconds, ValidationResult? valid)
    {
        var record = new EpochRecord(Epoch, LossSum / batches, seconds, valid) { Terms = TermSums / batches };
        Add(record);
        (Batch, LossSum, TermSums, EpochSeconds) = (0, 0, default, 0);
        if (BestEpoch == record)
        {
            for (int i = 0; i < Best.Count; i++) Objective.Model.Parameters[i].Value.Span.CopyTo(Best[i].Span);
        }

        return record;
    }

    /// <summary>
    /// Appends a finished epoch; a later one is best only if it is strictly better, or if the last one is kept, or nothing is validated.
    /// </summary>
    public void Add(EpochRecord record)
    {
        history.Add(record);
        BestEpoch = BetterOf(BestEpoch, record);
    }

    /// <summary>The best epoch so far, once a later one is finished.</summary>
    public EpochRecord BetterOf(EpochRecord? best, EpochRecord record) =>
        keepsLast || best?.Valid is null || record.Valid is null || record.Valid.Criterion > best.Valid.Criterion ? record : best;

    public void RestoreBest()
    {
        if (BestEpoch is null) return;
        for (int i = 0; i < Best.Count; i++) Best[i].Span.CopyTo(Objective.Model.Parameters[i].Value.Span);
    }

    public void Dispose()
    {
        foreach (Tensor tensor in Best) tensor.Dispose();
    }
}
