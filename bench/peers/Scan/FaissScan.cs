using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace OnDeviceRec.Bench.Peers.Scan;

/// <summary>FAISS, by its Python module: scan_faiss.py in a process of its own, which gets the vectors in a file.</summary>
internal static class FaissScan
{
    /// <summary>What it measured; none where the module is not installed.</summary>
    /// <param name="catalog">The vectors and the queries.</param>
    /// <param name="rounds">How often each is measured.</param>
    public static IReadOnlyList<ScanRow> Measure(ScannedCatalog catalog, int rounds)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "table"), MemoryMarshal.AsBytes(catalog.Table.AsSpan()));
            File.WriteAllBytes(Path.Combine(folder, "queries"), MemoryMarshal.AsBytes(catalog.Queries.AsSpan()));
            string[] numbers = [$"{catalog.Width}", $"{ScannedCatalog.Top}", rounds.ToString(CultureInfo.InvariantCulture)];
            string script = Path.Combine(AppContext.BaseDirectory, "Scan", "scan_faiss.py");
            string interpreter = Environment.GetEnvironmentVariable("PYTHON") ?? "/usr/bin/python3";
            var start = new ProcessStartInfo(interpreter, [script, folder, .. numbers])
            {
                RedirectStandardOutput = true,
            };
            using Process python = Process.Start(start)!;
            string said = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode != 0 ? [] : [
                .. JsonSerializer.Deserialize<FaissRow[]>(said, JsonSerializerOptions.Web)!.Select(row => new ScanRow(
                    row.Name, row.Micros, row.Bytes, catalog.Recall(query => row.Lists[query]))),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed record FaissRow(string Name, double Micros, double Bytes, int[][] Lists);
}
