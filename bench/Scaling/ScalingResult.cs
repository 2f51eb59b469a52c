using System.Text.Json.Nodes;
using OnDeviceRec.Bench.Measuring;

namespace OnDeviceRec.Bench.Scaling;

/// <summary>The measured points of a <see cref="Series"/> and the polynomial through them.</summary>
/// <param name="Series">What was measured.</param>
/// <param name="Sizes">The sizes.</param>
/// <param name="Seconds">The median of each.</param>
/// <param name="Fit">The coefficients, lowest power first, in seconds.</param>
internal sealed record ScalingResult(Series Series, IReadOnlyList<int> Sizes, IReadOnlyList<double> Seconds, double[] Fit)
{
    /// <summary>A table of the points and the law in words.</summary>
    public string Text()
    {
        string x = Series.Size;
        var table = new MarkdownTable([
            x, "ms", $"µs for each {x}", "law, ms", "off by", .. Series.Degree == 2 ? [$"{x}² term, ms"] : (string[])[]]);
        for (int i = 0; i < Sizes.Count; i++)
        {
            double law = LeastSquares.Value(Fit, Sizes[i]);
            table.Add([
                $"{Sizes[i]}", Format.Milliseconds(Seconds[i]), Format.Of(Seconds[i] * 1e6 / Sizes[i]),
                Format.Milliseconds(law), Format.Percent((Seconds[i] / law) - 1),
                .. Series.Degree == 2 ? [Format.Milliseconds(Fit[2] * Sizes[i] * Sizes[i])] : (string[])[]]);
        }

        IEnumerable<string> terms = Fit.Select(
            (c, power) => $"{Format.Of(c * 1e6)} µs{power switch { 0 => "", 1 => $"·{x}", _ => $"·{x}²" }}");
        return $"**{Series.Job}**: {string.Join(" + ", terms)}\n\n{table}\n";
    }

    public JsonObject Json()
    {
        var points = new JsonObject();
        for (int i = 0; i < Sizes.Count; i++) points[$"{Sizes[i]}"] = Seconds[i] * 1e3;
        return new JsonObject
        {
            ["job"] = Series.Job,
            ["size"] = Series.Size,
            ["ms"] = points,
            ["fitMs"] = new JsonArray([.. Fit.Select(c => JsonValue.Create(c * 1e3))]),
        };
    }
}
