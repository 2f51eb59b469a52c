using System.Text.Json.Nodes;
using Cloud.Unum.USearch;
using Microsoft.ML.OnnxRuntime;
using OnDeviceRec.Bench.Measuring;
using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Peers.Scan;

/// <summary>
/// <c>scan MODEL DATA</c>: the 20 best of a catalog on one thread, of a student's codes beside the same vectors in USearch, ONNX Runtime
/// and FAISS: time, bytes, and the share of the exact list.
/// </summary>
internal static class ScanReport
{
    private const int Rounds = 15, Queries = 64, Small = 10_000, Large = 1_000_000;

    // A graph of more takes minutes to build.
    private const int LargestGraph = 100_000;

    private static readonly ulong[] Breadths = [64, 512];

    public static ReportPage Run(string path, string folder, ReportOptions options)
    {
        WorkerPool.Threads = 1;
        ModelFile file = ModelFile.Read(path);
        Dataset data = DatasetFolder.Read(folder);
        int rounds = options.Rounds ?? Rounds;
        var table = new MarkdownTable(["items", "who", "µs a list", "over ours", "bytes an item", "recall@20"]);
        var json = new JsonArray();
        foreach (int items in (int[])[Small, file.Configuration.Items, Large])
        {
            Console.Error.WriteLine($"{items} items");
            ScannedCatalog catalog = ScannedCatalog.Of(file, data, items, Queries);
            IReadOnlyList<ScanRow> rows = [.. Measure(catalog, rounds), .. FaissScan.Measure(catalog, rounds)];
            foreach (ScanRow row in rows)
            {
                double times = row.Micros / rows[0].Micros;
                table.Add([
                    $"{items:N0}", row.Name, Format.Of(row.Micros), Format.Of(times), Format.Of(row.Bytes), $"{row.Recall:F3}"]);
                json.Add(new JsonObject
                {
                    ["items"] = items,
                    ["who"] = row.Name,
                    ["micros"] = row.Micros,
                    ["bytesAnItem"] = row.Bytes,
                    ["recall@20"] = row.Recall,
                });
            }
        }

        string text =
            $"{file.Configuration.Table.Text}, width {file.Configuration.Encoder.Width}, {Queries} encoded test prefixes of {data.Name}, "
            + $"one thread, medians of {rounds} rounds in turn (FAISS in a process of its own, after the others).\n"
            + "Codes beyond the student's catalog are random. Recall is of the 20 largest products in double. The copy head is left out.\n"
            + "FAISS as Debian compiles it, for any x64, goes without the instructions that its fast scan is made for.\n"
            + $"USearch {USearchCapabilities.Version()}, ONNX Runtime {OrtEnv.Instance().GetVersionString()}.\n\n{table}";
        return new ReportPage("peers-scan", "The best of a catalog beside USearch, ONNX Runtime and FAISS", text, json)
        {
            Command = "dotnet run -c Release --project bench/peers -- scan MODEL DATA",
        };
    }

    private static ScanRow[] Measure(ScannedCatalog catalog, int rounds)
    {
        double codes = catalog.Device.Configuration.Table is BinaryCodesShape shape ? Math.Ceiling(shape.Bits / 8.0) : double.NaN;
        int width = catalog.Width, top = ScannedCatalog.Top;
        int[] list = new int[top];
        float[] scores = new float[top];
        var graphs = new List<USearchIndex>();
        using OnnxScan fp32 = OnnxScan.Fp32(catalog), int8 = OnnxScan.Int8(catalog);
        List<(string Name, double Bytes, Func<int, int[]> List)> contestants =
        [
            ("ours", codes, query => Rows(catalog.Device.Recommend(catalog.Histories[query], list))),
            ("ours, all scores", codes, query => Rows(catalog.Device.Recommend(catalog.Histories[query], list, scores))),
            ("USearch, exact int8", width, USearchScan.Exact(catalog)),
            ("ONNX Runtime, fp32", sizeof(float) * width, fp32.List),
            ("ONNX Runtime, int8", width, int8.List),
        ];
        if (catalog.Items <= LargestGraph)
        {
            foreach (ulong breadth in Breadths)
            {
                USearchIndex graph = USearchScan.Graph(catalog, breadth);
                graphs.Add(graph);
                contestants.Add(($"USearch, HNSW int8, ef {breadth}", BytesOf(graph), USearchScan.Lists(graph, catalog)));
            }
        }

        var turn = new InTurn();
        foreach ((string name, _, Func<int, int[]> make) in contestants)
        {
            int query = 0;
            turn.AddWarm(name, () => make(query++ % catalog.Histories.Length), catalog.Histories.Length);
        }

        IReadOnlyDictionary<string, double> medians = turn.Medians(rounds);
        ScanRow[] rows =
        [
            .. contestants.Select(one => new ScanRow(one.Name, medians[one.Name] * 1e6, one.Bytes, catalog.Recall(one.List))),
        ];
        foreach (USearchIndex graph in graphs) graph.Dispose();
        return rows;

        int[] Rows(int count) => Array.ConvertAll(list[..count], item => item - 1);
    }

    // As a file, which is what it takes in memory but for little.
    private static double BytesOf(USearchIndex graph)
    {
        string path = Path.GetTempFileName();
        try
        {
            graph.Save(path);
            return new FileInfo(path).Length / (double)graph.Size();
        }
        finally
        {
            File.Delete(path);
        }
    }
}
