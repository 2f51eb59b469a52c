namespace OnDeviceRec.Evaluation.Agreement;

/// <summary>How far two numbers are apart.</summary>
internal static class Relative
{
    /// <summary>|a − b| / max(|a|, |b|), and 0 for equal ones.</summary>
    public static double Difference(double a, double b) => a == b ? 0 : Math.Abs(a - b) / Math.Max(Math.Abs(a), Math.Abs(b));
}
