namespace OnDeviceRec.Training;

/// <summary>The settings of a training run; the defaults are the paper's where it states them.</summary>
public sealed record TrainingOptions
{
    /// <summary>
    /// The defaults of students: a compressed table has too few parameters to need much dropout, and its cores, whose
    /// products the entries are, bear a larger rate.
    /// </summary>
    public static TrainingOptions Student { get; } = new() { LearningRate = 3e-3f, Dropout = 0 };

    // What a cosine leaves of the learning rate.
    private const double LastFactor = 0.02;

    /// <summary>The most epochs; with a cosine exactly as many.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>B.</summary>
    public int Batch { get; init; } = 100;

    /// <summary>Adam's rate.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>How the learning rate goes on from there.</summary>
    public LearningRateSchedule Schedule { get; init; }

    /// <summary>The dropout probability.</summary>
    public float Dropout { get; init; } = 0.5f;

    /// <summary>Epochs without a better validation before training with a constant learning rate stops.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>
    /// S, the items drawn for a step in place of the catalog (<see cref="NegativeSampler"/>); 0 is the full softmax.
    /// </summary>
    public int Negatives { get; init; }

    /// <summary>
    /// ρ: an epoch has an example at the share f of the train time with probability e^(−ρ(1 − f)), so that what is recent counts more
    /// (<see cref="Data.BatchSampler"/>); 0 has all of them.
    /// </summary>
    public float TimeDecay { get; init; }

    /// <summary>The weight of the labels by sequence-kNN beside the true next item (<see cref="KnnPseudoLabels"/>); 0 for none.</summary>
    public float KnnLabelWeight { get; init; }

    /// <summary>Keys the order of the examples, dropout, negatives and start values.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The learning rate of a step over that of the first one, by <see cref="Schedule"/>.</summary>
    /// <param name="epochs">How many epochs are over, with a share of the present one.</param>
    public float LearningRateFactor(double epochs) => Schedule == LearningRateSchedule.Constant
        ? 1
        : (float)(LastFactor + ((1 - LastFactor) * (1 + Math.Cos(Math.PI * epochs / Epochs)) / 2));

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public TrainingOptions Checked()
    {
        if (Epochs < 1) throw new ArgumentException($"Training: {Epochs} epochs; at least 1 is needed.");
        if (Batch < 1) throw new ArgumentException($"Training: a batch of {Batch}; at least 1 is needed.");
        if (!(LearningRate > 0 && float.IsFinite(LearningRate)))
            throw new ArgumentException($"Training: the learning rate is {LearningRate}; it must be above 0.");
        if (!(Dropout >= 0 && Dropout < 1))
            throw new ArgumentException($"Training: the dropout probability is {Dropout}; it must be at least 0 and below 1.");
        if (Patience < 1) throw new ArgumentException($"Training: a patience of {Patience} epochs; at least 1 is needed.");
        if (!(TimeDecay >= 0 && float.IsFinite(TimeDecay)))
            throw new ArgumentException($"Training: the time decay is {TimeDecay}; it must be at least 0.");

        if (!(KnnLabelWeight >= 0 && float.IsFinite(KnnLabelWeight)))
            throw new ArgumentException($"Training: the weight of kNN pseudo-labels is {KnnLabelWeight}; it must be at least 0.");
        if (Negatives < 0) throw new ArgumentException($"Training: {Negatives} negatives; at least 0 are needed, 0 for the full softmax.");
        return this;
    }
}
