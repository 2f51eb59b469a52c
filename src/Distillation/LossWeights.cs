using OnDeviceRec.Training;

namespace OnDeviceRec.Distillation;

/// <summary>The weights and settings of the four distillation losses; a weight of 0 switches its loss off and costs nothing.</summary>
/// <remarks>
/// total = w_ce·ce + w_kl·kl + w_con·con + w_pre·pre. The paper states 0.2, 0.8, 0.2, 0.001, but its code sums kl
/// over a batch of 100; on the mean scale used here its w_kl is about 80. The default of 8 is the better on the demo's
/// validation part by a little: compare <c>odrec demo --preset paper</c> with <c>--kl 0.8</c>.
/// </remarks>
public sealed record LossWeights
{
    /// <summary>w_ce: the true next item.</summary>
    public float CrossEntropy { get; init; } = 0.2f;

    /// <summary>w_kl: the teacher's soft targets.</summary>
    public float SoftTargets { get; init; } = 8;

    /// <summary>w_con: the contrastive task.</summary>
    public float Contrastive { get; init; } = 0.2f;

    /// <summary>w_pre: the predictive task.</summary>
    public float Predictive { get; init; } = 0.001f;

    /// <summary>
    /// S, the items drawn for a step of the predictive task in place of the whole catalog (<see cref="NegativeSampler"/>); 0 for the whole,
    /// which takes half of a distillation step.
    /// </summary>
    public int PredictiveNegatives { get; init; }

    /// <summary>
    /// Whether the views of con and pre recombine popular and rare items; otherwise they are the encodings of whole sequences.
    /// </summary>
    public bool Recombination { get; init; } = true;

    /// <summary>θ, the temperature of the soft targets.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>τ, the temperature of the contrastive task.</summary>
    public float ContrastiveTemperature { get; init; } = 0.2f;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A weight is negative, all are zero, or a temperature is not above 0.</exception>
    public LossWeights Checked()
    {
        float[] weights = [CrossEntropy, SoftTargets, Contrastive, Predictive];
        if (weights.Any(weight => !(weight >= 0 && float.IsFinite(weight))) || weights.All(weight => weight == 0))
        {
            throw new ArgumentException(
                $"Distillation: the weights are {string.Join(", ", weights)}; none may be negative and one must be above 0.");
        }

        if (PredictiveNegatives < 0)
            throw new ArgumentException($"Distillation: {PredictiveNegatives} negatives of the predictive task; at least 0 are needed.");
        if (!(Temperature > 0 && float.IsFinite(Temperature)))
            throw new ArgumentException($"Distillation: the temperature is {Temperature}; it must be above 0.");
        return ContrastiveTemperature > 0 && float.IsFinite(ContrastiveTemperature)
            ? this
            : throw new ArgumentException($"Distillation: the contrastive temperature is {ContrastiveTemperature}; it must be above 0.");
    }
}
