using System.Text.Json.Nodes;
using MathNet.Numerics.LinearAlgebra;
using OnDeviceRec.Bench.Measuring;

namespace OnDeviceRec.Bench.Ratios;

/// <summary>
/// <c>bench -- ratios</c>: every peer's time over ours for the matrix products of <see cref="ProductShape.All"/> on one thread, our
/// share of the core's peak, and what a second thread brings.
/// </summary>
internal static class RatiosReport
{
    private const int Rounds = 25;

    public static ReportPage Run(ReportOptions options)
    {
        OpenBlas? openBlas = OpenBlas.Find();
        if (openBlas is null)
            Console.Error.WriteLine("OpenBLAS is not installed (Debian: apt-get install libopenblas0-pthread); it is left out.");
        var columns = new Dictionary<string, Dictionary<string, double>>();
        foreach (ProductShape shape in ProductShape.All)
        {
            Console.Error.WriteLine(shape);
            IReadOnlyDictionary<string, double> medians = new ProductRatios(shape, openBlas).Medians(options.Rounds ?? Rounds);
            double ours = medians[ProductRatios.Ours];
            Add("gflops", shape, shape.Operations / ours / 1e9);
            Add("peakShare", shape, shape.Operations / ours / medians[ProductRatios.Peak]);
            Add(ProductRatios.TwoThreads, shape, ours / medians[ProductRatios.TwoThreads]);
            Add("peakTwoThreads", shape, medians[ProductRatios.PeakOfTwo] / medians[ProductRatios.Peak]);
            foreach ((string name, double time) in medians)
            {
                if (name is not (ProductRatios.Ours or ProductRatios.TwoThreads or ProductRatios.Peak or ProductRatios.PeakOfTwo))
                    Add(name, shape, time / ours);
            }
        }

        return new ReportPage("ratios", "Matrix products beside their peers", Text(columns, openBlas), Json(columns, openBlas));

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

    private static string Text(Dictionary<string, Dictionary<string, double>> columns, OpenBlas? openBlas)
    {
        var table = new MarkdownTable(["product", .. columns.Keys]);
        foreach (ProductShape shape in ProductShape.All)
        {
            table.Add([
                shape.ToString(),
                .. columns.Values.Select(values => values.TryGetValue(shape.ToString(), out double value) ? Format.Of(value) : "–")]);
        }

        string text = "Peer's time over ours on one thread; `twoThreads`: our one thread's time over two's; "
            + "`peakTwoThreads`: the same of bare multiply-adds. "
            + $"MathNet.Numerics {typeof(Matrix<float>).Assembly.GetName().Version}";
        text += openBlas is null ? ".\n\n" : $", OpenBLAS {openBlas.Version} with its kernels for {openBlas.Kernels}.\n\n";
        text += table;
        foreach (string peer in (string[])["openblas", "mathnet"])
        {
            if (!columns.TryGetValue(peer, out Dictionary<string, double>? values)) continue;
            text += $"\n{peer}: geometric mean {Format.Of(Math.Exp(values.Values.Average(Math.Log)))}, "
                + $"least {Format.Of(values.Values.Min())}\n";
        }

        return text;
    }
}
