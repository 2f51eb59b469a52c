using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Models.Onnx;

/// <summary>The numbers of a model file as constants of a graph, single floats whatever the precision was, and maps of them.</summary>
internal sealed class GraphWeights(ModelFile file, OnnxGraph graph)
{
    /// <summary>A vector.</summary>
    public string Vector(TensorRole role, int layer = 0) => Tensor(role, layer, [file.Count(role, layer)]);

    /// <summary>A matrix [out, in], or the dense item table.</summary>
    public string Matrix(TensorRole role, int layer = 0)
    {
        (_, int rows, int columns, _) = file.Shape(role, layer);
        return Tensor(role, layer, [rows, columns]);
    }

    /// <summary>A tensor of the file in another shape.</summary>
    public string Tensor(TensorRole role, int index, long[] sizes) =>
        graph.Floats(NameOf(role, index), sizes, values => file.CopyTo(role, index, values));

    /// <summary>x·Wᵀ + b, or without b.</summary>
    public string Linear(string x, TensorRole weight, TensorRole? bias, int layer = 0) =>
        graph.Linear(x, Matrix(weight, layer), bias is { } role ? Vector(role, layer) : null);

    /// <summary>LayerNorm, row by row.</summary>
    public string Normalize(string x, TensorRole gain, TensorRole bias, int layer = 0) => graph.Apply(
        "LayerNormalization",
        [x, Vector(gain, layer), Vector(bias, layer)],
        OnnxAttribute.Of("axis", -1), OnnxAttribute.Of("epsilon", file.Configuration.Encoder.LayerNormEpsilon));

    /// <summary>What a tensor is called, such as <c>QueryWeight.0</c>.</summary>
    public static string NameOf(TensorRole role, int index) => $"{role}.{index}";
}
