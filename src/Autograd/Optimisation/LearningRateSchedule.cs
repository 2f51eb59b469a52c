namespace OnDeviceRec.Autograd.Optimisation;

/// <summary>A factor on the learning rate that depends on the step.</summary>
public abstract record LearningRateSchedule
{
    private LearningRateSchedule()
    {
    }

    /// <summary>The factor of a step.</summary>
    /// <param name="stepNumber">The number of the step, from 0.</param>
    public abstract float Factor(long stepNumber);

    /// <summary>Always 1.</summary>
    public sealed record Constant : LearningRateSchedule
    {
        /// <inheritdoc/>
        public override float Factor(long stepNumber) => 1f;
    }

    /// <summary>Rises in equal steps, (step + 1)/steps, and stays at 1.</summary>
    /// <param name="Steps">The first step with factor 1 is steps − 1; 0 is <see cref="Constant"/>.</param>
    public sealed record LinearWarmup(long Steps) : LearningRateSchedule
    {
        /// <inheritdoc/>
        public override float Factor(long stepNumber) => stepNumber >= Steps ? 1f : (float)((stepNumber + 1) / (double)Steps);
    }

    /// <summary>Falls from 1 to a floor along half a cosine: floor + (1 − floor)·½(1 + cos(π·step/total)), then stays.</summary>
    /// <param name="TotalSteps">The step at which the floor is reached.</param>
    /// <param name="Floor">The last factor, 0 to 1.</param>
    public sealed record Cosine(long TotalSteps, float Floor = 0f) : LearningRateSchedule
    {
        /// <inheritdoc/>
        public override float Factor(long stepNumber) =>
            stepNumber >= TotalSteps ? Floor : (float)(Floor + ((1 - Floor) * 0.5 * (1 + Math.Cos(Math.PI * stepNumber / TotalSteps))));
    }
}
