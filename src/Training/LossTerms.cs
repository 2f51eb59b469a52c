namespace OnDeviceRec.Training;

/// <summary>
/// The unweighted losses of a batch, each a mean over it (pre: the sum of two means), or their means over an epoch; 0 where a training has
/// no such term, but ce is known whenever kl is on.
/// </summary>
/// <param name="CrossEntropy">ce.</param>
/// <param name="Labels">Cross entropy with the kNN pseudo-labels.</param>
/// <param name="SoftTargets">kl.</param>
/// <param name="Contrastive">con.</param>
/// <param name="Predictive">pre.</param>
public readonly record struct LossTerms(
    double CrossEntropy, double Labels = 0, double SoftTargets = 0, double Contrastive = 0, double Predictive = 0)
{
    /// <summary>What each is called, in the order of <see cref="Values"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["ce", "labels", "kl", "con", "pre"];

    /// <summary>All of them, in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<double> Values => [CrossEntropy, Labels, SoftTargets, Contrastive, Predictive];

    /// <summary>The terms of <see cref="Values"/>.</summary>
    /// <param name="values">As many as there are <see cref="Names"/>.</param>
    public static LossTerms Of(ReadOnlySpan<double> values) => new(values[0], values[1], values[2], values[3], values[4]);

    /// <summary>Term by term.</summary>
    public static LossTerms operator +(LossTerms a, LossTerms b) => new(
        a.CrossEntropy + b.CrossEntropy,
        a.Labels + b.Labels,
        a.SoftTargets + b.SoftTargets,
        a.Contrastive + b.Contrastive,
        a.Predictive + b.Predictive);

    /// <summary>Each over a number.</summary>
    public static LossTerms operator /(LossTerms a, double count) => new(
        a.CrossEntropy / count, a.Labels / count, a.SoftTargets / count, a.Contrastive / count, a.Predictive / count);
}
