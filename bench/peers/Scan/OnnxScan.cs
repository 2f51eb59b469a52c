using Microsoft.ML.OnnxRuntime;
using OnDeviceRec.Models.Onnx;

namespace OnDeviceRec.Bench.Peers.Scan;

/// <summary>ONNX Runtime on one thread: the product with all vectors, and the 20 largest; in fp32, or in bytes.</summary>
internal sealed class OnnxScan : IDisposable
{
    private readonly SessionOptions options = new()
    {
        IntraOpNumThreads = 1,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
    };

    private readonly InferenceSession session;
    private readonly RunOptions run = new();

    private OnnxScan(OnnxGraph graph, string products)
    {
        string[] best = graph.Apply("TopK", 2, [products, graph.List(ScannedCatalog.Top)]);
        graph.Output("items", OnnxElement.Int64, "K", "Rows.", graph.Reshape(best[1], ScannedCatalog.Top));
        using var model = new MemoryStream();
        graph.ToModel().WriteTo(model);
        session = new InferenceSession(model.ToArray(), options);
    }

    /// <summary>h·Eᵀ in fp32.</summary>
    public static OnnxScan Fp32(ScannedCatalog catalog)
    {
        var graph = new OnnxGraph();
        string table = graph.Floats("table", [catalog.Items, catalog.Width], to => catalog.Table.CopyTo(to));
        return new OnnxScan(graph, graph.Linear(Query(graph, catalog), table));
    }

    /// <summary>The same with E in bytes by one scale, and h quantized at run time.</summary>
    public static OnnxScan Int8(ScannedCatalog catalog)
    {
        const int Middle = 128;
        var graph = new OnnxGraph();
        float scale = sbyte.MaxValue / catalog.Table.Max(MathF.Abs);
        byte[] bytes = new byte[catalog.Table.Length];
        for (int row = 0; row < catalog.Items; row++)
        {
            for (int j = 0; j < catalog.Width; j++)
            {
                float number = catalog.Table[((long)row * catalog.Width) + j];
                bytes[((long)j * catalog.Items) + row] = (byte)(Middle + MathF.Round(number * scale));
            }
        }

        string table = graph.Bytes("table", [catalog.Width, catalog.Items], bytes), middle = graph.Bytes("middle", [], [Middle]);
        string[] query = graph.Apply("DynamicQuantizeLinear", 3, [Query(graph, catalog)]);
        return new OnnxScan(graph, graph.Real(graph.Apply("MatMulInteger", query[0], table, query[2], middle)));
    }

    /// <summary>The list of a query.</summary>
    public int[] List(int query)
    {
        using OrtValue number = OrtValue.CreateTensorValueFromMemory([(long)query], [1]);
        using IDisposableReadOnlyCollection<OrtValue> results =
            session.Run(run, new Dictionary<string, OrtValue>(StringComparer.Ordinal) { ["query"] = number }, ["items"]);
        return Array.ConvertAll(results[0].GetTensorDataAsSpan<long>().ToArray(), row => (int)row);
    }

    public void Dispose()
    {
        run.Dispose();
        session.Dispose();
        options.Dispose();
    }

    // The graph holds all queries, and is told which one.
    private static string Query(OnnxGraph graph, ScannedCatalog catalog)
    {
        string queries = graph.Floats(
            "queries", [catalog.Histories.Length, catalog.Width], to => catalog.Queries.CopyTo(to));
        return graph.Apply("Gather", queries, graph.Input("query", "one", "The number of a query."));
    }
}
