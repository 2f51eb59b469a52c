using System.Globalization;
using System.Text.Json.Nodes;

namespace OnDeviceRec.Bench.Ratios;

/// <summary>
/// <c>bench -- ratios [--json]</c>: every peer's time over ours for the matrix products of <see cref="ProductShape.All"/> on one thread, our
/// share of the core's peak, and what a second thread brings.
/// </summary>
internal static class RatiosReport
{
    public static void Run(bool json)
    {
        OpenBlas? openBlas = OpenBlas.Find();
        if (openBlas is null) Console.Error.WriteLine("OpenBLAS is not installed (Debian: apt-get install libopenblas0-pthread); it is left out.");
        var columns = new Dictionary<string, Dictionary<string, double>>();
        foreach (ProductShape shape in ProductShape.All)
        {
            Console.Error.WriteLine(shape);
            (IReadOnlyDictionary<string, double> seconds, double peak) = new ProductRatios(shape, openBlas).Measure();
            double ours = seconds[ProductRatios.Ours];
            Add("gflops", shape, shape.Operations / ours / 1e9);
            Add("peakShare", shape, shape.Operations / ours / peak);
            foreach ((string name, double time) in seconds)
            {
                if (name == ProductRatios.TwoThreads) Add(name, shape, ours / time);
                else if (name != ProductRatios.Ours) Add(name, shape, time / ours);
            }
        }

        if (json) Console.WriteLine(Json(columns, openBlas));
        else Write(columns, openBlas);

        void Add(string column, ProductShape shape, double value)
        {
            if (!columns.TryGetValue(column, out Dictionary<string, double>? values)) columns[column] = values = [];
            values[shape.ToString()] = value;
        }
    }

    private static JsonObject Json(Dictionary<string, Dictionary<string, double>> columns, OpenBlas? openBlas)
    {
        var json = new JsonObject();
        foreach ((string column, Dictionary<string, double> values) in columns)
        {
            var map = new JsonObject();
            foreach ((string shape, double value) in values) map[shape] = value;
            json[column] = map;
        }

        json["openblasKernels"] = openBlas?.Kernels;
        return json;
    }

    private static void Write(Dictionary<string, Dictionary<string, double>> columns, OpenBlas? openBlas)
    {
        if (openBlas is not null) Console.WriteLine($"OpenBLAS with its kernels for {openBlas.Kernels}.\n");
        Console.WriteLine($"| product | {string.Join(" | ", columns.Keys)} |");
        Console.WriteLine($"|---|{string.Concat(columns.Keys.Select(_ => "--:|"))}");
        foreach (ProductShape shape in ProductShape.All)
        {
            IEnumerable<string> cells = columns.Values.Select(values =>
                values.TryGetValue(shape.ToString(), out double value) ? value.ToString(value >= 20 ? "F0" : "F2", CultureInfo.InvariantCulture) : "–");
            Console.WriteLine($"| {shape} | {string.Join(" | ", cells)} |");
        }

        foreach (string peer in (string[])["openblas", "mathnet"])
        {
            if (columns.TryGetValue(peer, out Dictionary<string, double>? values))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{peer}: geometric mean {Math.Exp(values.Values.Average(Math.Log)):F2}, least {values.Values.Min():F2}"));
        }
    }
}
