using Microsoft.ML.OnnxRuntime;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Onnx;

namespace OnDeviceRec.Bench.Peers;

/// <summary>The graph of a model in ONNX Runtime.</summary>
internal sealed class OnnxRecommender : IDisposable
{
    private readonly SessionOptions options;
    private readonly InferenceSession session;
    private readonly RunOptions run = new();

    /// <summary>Opens it.</summary>
    /// <param name="file">The model.</param>
    /// <param name="threads">The threads of an operation.</param>
    public OnnxRecommender(ModelFile file, int threads)
    {
        using var graph = new MemoryStream();
        OnnxModel.Write(file, graph);
        options = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        session = new InferenceSession(graph.ToArray(), options);
    }

    /// <summary>The best items after a history.</summary>
    /// <param name="history">Ids, oldest first.</param>
    /// <param name="count">How many, or null for what the graph gives by itself.</param>
    public (int[] Items, float[] Scores) Recommend(ReadOnlySpan<int> history, int? count = null)
    {
        var inputs = new Dictionary<string, OrtValue>(StringComparer.Ordinal) { ["history"] = Whole([.. history]) };
        if (count is { } wanted) inputs["k"] = Whole([wanted]);
        try
        {
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, inputs, ["items", "scores"]);
            return (
                Array.ConvertAll(results[0].GetTensorDataAsSpan<long>().ToArray(), item => (int)item),
                results[1].GetTensorDataAsSpan<float>().ToArray());
        }
        finally
        {
            foreach (OrtValue value in inputs.Values) value.Dispose();
        }

        static OrtValue Whole(int[] values) =>
            OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (long)value), [values.Length]);
    }

    public void Dispose()
    {
        run.Dispose();
        session.Dispose();
        options.Dispose();
    }
}
