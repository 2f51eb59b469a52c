using static System.FormattableString;

namespace OnDeviceRec.Fuzzing;

/// <summary>The figures of docs/security.md, as a table of Markdown.</summary>
internal static class FiguresTable
{
    private const double KiB = 1024;

    /// <summary>The table's head.</summary>
    public const string Head =
        "| target | mutations | taken | refused | from places | most allocated, KiB | bound | of that, % | slowest, ms |\n"
        + "|---|--:|--:|--:|--:|--:|--:|--:|--:|";

    /// <summary>A target's row.</summary>
    /// <param name="one">Its figures.</param>
    public static string Row(Figures one) =>
        Invariant($"| `{one.Name}` | {one.Mutations:N0} | {one.Accepted:N0} | {one.Refused:N0} | {one.Refusals} ")
        + Invariant($"| {one.MostAllocated / KiB:N0} | {one.Bound} | {100 * one.MostOfBound:F0} | {one.Slowest.TotalMilliseconds:N0} |");

    /// <summary>The last row.</summary>
    /// <param name="all">All targets' figures.</param>
    public static string Sum(IReadOnlyList<Figures> all) =>
        Invariant($"| all | {all.Sum(one => one.Mutations):N0} | {all.Sum(one => one.Accepted):N0} | {all.Sum(one => one.Refused):N0} ")
        + Invariant($"| {all.Sum(one => one.Refusals)} | | | | |");
}
