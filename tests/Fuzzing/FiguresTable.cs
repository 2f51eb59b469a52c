using System.Globalization;
using System.Text;

namespace OnDeviceRec.Fuzzing;

/// <summary>The figures of docs/security.md.</summary>
internal static class FiguresTable
{
    /// <summary>A row a target, and their sum.</summary>
    /// <param name="all">The targets' figures.</param>
    public static string Of(IReadOnlyList<Figures> all)
    {
        var table = new StringBuilder(
            "| target | mutations | taken | refused | from places | most allocated, KiB | at most | of that, % | slowest, ms |\n"
            + "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (Figures one in all)
        {
            table.Append(
                CultureInfo.InvariantCulture,
                $"| `{one.Name}` | {one.Mutations:N0} | {one.Accepted:N0} | {one.Refused:N0} | {one.Refusals} ")
                .Append(CultureInfo.InvariantCulture, $"| {one.MostAllocated / 1024.0:N0} | {one.Bound} | {100 * one.MostOfBound:F0} ")
                .Append(CultureInfo.InvariantCulture, $"| {one.Slowest.TotalMilliseconds:N0} |\n");
        }

        return table.Append(
            CultureInfo.InvariantCulture,
            $"| all | {all.Sum(one => one.Mutations):N0} | {all.Sum(one => one.Accepted):N0} | {all.Sum(one => one.Refused):N0} ")
            .Append(CultureInfo.InvariantCulture, $"| {all.Sum(one => one.Refusals)} | | | | |\n").ToString();
    }
}
