using System.Globalization;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Models.Onnx;

/// <summary>
/// A model as one ONNX graph: a history in, the items with the highest scores out, as the device lists them. Inputs, outputs and versions
/// stand in docs/format.md.
/// </summary>
public static class OnnxModel
{
    // How many items a list has where a call does not say it.
    private const int DefaultCount = 20;

    // A protocol buffer has at most 2 GiB. All but the numbers, of 64 layers too, takes less than half a MiB.
    private const long LargestFile = int.MaxValue, RestOfFile = 1 << 20;

    /// <summary>Makes an ONNX file of a model file: single floats, whatever the precision was.</summary>
    /// <param name="file">The model.</param>
    /// <param name="to">The ONNX file.</param>
    /// <returns>How many tensors of the model it has.</returns>
    /// <exception cref="InputException">It would have more than 2 GiB.</exception>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static int Export(ModelFile file, string to)
    {
        RequireRoom(file.Configuration, to);
        AtomicFile.Write(to, stream => Write(file, stream));
        return file.Configuration.Tensors.Count();
    }

    /// <summary>Writes the ONNX file of a model that has room in one.</summary>
    /// <param name="file">The model.</param>
    /// <param name="stream">Where to.</param>
    public static void Write(ModelFile file, Stream stream)
    {
        ModelConfiguration configuration = file.Configuration;
        var graph = new OnnxGraph();
        var weights = new GraphWeights(file, graph);
        string history = graph.Input(
            "history", "T",
            $"Ids 1..{configuration.Items}, oldest first, at least one; the last {configuration.Encoder.MaxLength} of them count.");
        string wanted = graph.Input("k", DefaultCount, "How many items are wanted.");
        var window = new WindowGraph(graph, history, configuration.Items, configuration.Encoder.MaxLength);
        string table = new TableGraph(file, graph, weights).Build();
        string h = new EncoderGraph(file, graph, weights).Build(table, window);
        string scores = graph.Reshape(graph.Linear(h, table), configuration.Items);
        bool copies = configuration.Head == HeadKind.Copy;
        if (copies) scores = new CopyGraph(graph, weights).Build(scores, window);
        string[] best = graph.Apply("TopK", 2, [scores, graph.Apply("Min", wanted, graph.List(configuration.Items))]);
        graph.Output(
            "items", OnnxElement.Int64, "K", "Ids of the best items, best first, equal scores by lower id.",
            graph.Apply("Add", best[1], graph.Number(1)));
        graph.Output("scores", OnnxElement.Float, "K", copies ? "ln P of these items." : "Scores of these items.", best[0]);
        graph.Say("items", configuration.Items.ToString(CultureInfo.InvariantCulture));
        graph.Say("max_length", configuration.Encoder.MaxLength.ToString(CultureInfo.InvariantCulture));
        graph.Say("model", ModelText.Of(configuration));
        graph.ToModel().WriteTo(stream);
    }

    internal static void RequireRoom(ModelConfiguration configuration, string to)
    {
        long bytes = 0;
        foreach (ModelSection tensor in new ModelLayout(configuration).Tensors)
        {
            bytes += tensor is { Element: ElementType.BinaryCodes, Matrix: { } codes }
                ? TableGraph.CodeBytes(codes.Outer, codes.Inner)
                : tensor.Count * sizeof(float);
        }

        if (bytes > LargestFile - RestOfFile)
        {
            throw new InputException(
                $"{to}: the numbers of this model take {bytes} bytes, and an ONNX file has at most 2 GiB ({LargestFile} bytes).");
        }
    }
}
