namespace OnDeviceRec.Autograd;

/// <summary>What <see cref="GradientCheck"/> found; errors are max|a − b| / max(max|b|, 1e-6) over a whole tensor.</summary>
/// <param name="ValueError">The operation's value against its twin's.</param>
/// <param name="GradientErrors">For each input the gradient against central differences of the twin.</param>
public sealed record GradientReport(double ValueError, IReadOnlyList<double> GradientErrors)
{
    /// <summary>The largest of all errors.</summary>
    public double Worst => Math.Max(ValueError, GradientErrors.DefaultIfEmpty(0).Max());
}
