namespace OnDeviceRec.Autograd.Optimization;

/// <summary>The settings of <see cref="Adam"/>.</summary>
public sealed record AdamOptions
{
    /// <summary>The learning rate: about the distance that a value moves in a step.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>β₁, the decay of the gradient's running mean.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>β₂, the decay of the squared gradient's running mean.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>ε, added to the root after the correction of the start.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>The decoupled weight decay of AdamW: in a step a value loses rate·decay of itself. 0 is plain Adam.</summary>
    public float WeightDecay { get; init; }

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    internal void Check()
    {
        CheckRange(LearningRate, nameof(LearningRate), LearningRate is > 0 and < float.PositiveInfinity, "above 0");
        CheckRange(Beta1, nameof(Beta1), Beta1 is >= 0 and < 1, "0 to below 1");
        CheckRange(Beta2, nameof(Beta2), Beta2 is >= 0 and < 1, "0 to below 1");
        CheckRange(Epsilon, nameof(Epsilon), Epsilon is > 0 and < float.PositiveInfinity, "above 0");
        CheckRange(WeightDecay, nameof(WeightDecay), WeightDecay is >= 0 and < float.PositiveInfinity, "0 or more");
    }

    private static void CheckRange(float value, string name, bool within, string range)
    {
        if (!within) throw new ArgumentException($"Adam: {name} is {value}, expected {range}.");
    }
}
