using System.Runtime.InteropServices;

namespace OnDeviceRec.Models.Onnx;

/// <summary>
/// An ONNX graph in the making: constants, inputs, operations in the order in which they are added, results. A value is known by its name.
/// </summary>
/// <remarks>Source: https://onnx.ai/onnx/repo-docs/IR.html; the numbers of fields are those of its onnx.proto.</remarks>
internal sealed class OnnxGraph
{
    /// <summary>The version of the format.</summary>
    public const int IrVersion = 8;

    /// <summary>The version of the operators.</summary>
    public const int Operators = 17;

    private const string Producer = "OnDeviceRec";

    private readonly ProtobufMessage graph = new ProtobufMessage().Add(2, "recommendation");
    private readonly List<ProtobufMessage> said = [];
    private int named;

    /// <summary>A constant of floats that stands under a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="sizes">Its shape.</param>
    /// <param name="fill">Writes the numbers, row by row.</param>
    public string Floats(string name, long[] sizes, Action<Span<float>> fill)
    {
        byte[] bytes = new byte[sizes.Aggregate(1L, (product, size) => checked(product * size)) * sizeof(float)];
        fill(MemoryMarshal.Cast<byte, float>(bytes.AsSpan()));
        return Constant(name, OnnxElement.Float, sizes, bytes);
    }

    /// <summary>A constant of bytes that stands under a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="sizes">Its shape.</param>
    /// <param name="bytes">The bytes, row by row.</param>
    public string Bytes(string name, long[] sizes, byte[] bytes) => Constant(name, OnnxElement.UInt8, sizes, bytes);

    /// <summary>A constant float.</summary>
    public string Float(float value) => Floats(Next(), [], numbers => numbers[0] = value);

    /// <summary>A constant list of whole numbers.</summary>
    public string List(params ReadOnlySpan<long> values) => Whole(Next(), [values.Length], values);

    /// <summary>A constant whole number.</summary>
    public string Number(long value) => Whole(Next(), [], [value]);

    /// <summary>A list of whole numbers that every call gives.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="length">What its length is called.</param>
    /// <param name="about">What it is.</param>
    public string Input(string name, string length, string about)
    {
        graph.Add(11, Declared(name, OnnxElement.Int64, new ProtobufMessage().Add(2, length), about));
        return name;
    }

    /// <summary>A list of one whole number that a call may give.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="otherwise">What it is where a call does not.</param>
    /// <param name="about">What it is.</param>
    public string Input(string name, long otherwise, string about)
    {
        graph.Add(11, Declared(name, OnnxElement.Int64, new ProtobufMessage().Add(1, 1), about));
        return Whole(name, [1], [otherwise]);
    }

    /// <summary>A result: a list.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="element">What its numbers are.</param>
    /// <param name="length">What its length is called.</param>
    /// <param name="about">What it is.</param>
    /// <param name="value">The value that it is.</param>
    public void Output(string name, OnnxElement element, string length, string about, string value)
    {
        graph.Add(1, new ProtobufMessage().Add(1, value).Add(2, name).Add(4, "Identity"));
        graph.Add(12, Declared(name, element, new ProtobufMessage().Add(2, length), about));
    }

    /// <summary>An operation of one result.</summary>
    /// <param name="type">Its ONNX name.</param>
    /// <param name="inputs">What it is of.</param>
    public string Apply(string type, params string[] inputs) => Apply(type, inputs, []);

    /// <summary>An operation of one result with attributes.</summary>
    /// <param name="type">Its ONNX name.</param>
    /// <param name="inputs">What it is of.</param>
    /// <param name="attributes">Of <see cref="OnnxAttribute"/>.</param>
    public string Apply(string type, string[] inputs, params ProtobufMessage[] attributes) =>
        Apply(type, 1, inputs, attributes)[0];

    /// <summary>An operation of several results.</summary>
    /// <param name="type">Its ONNX name.</param>
    /// <param name="results">How many.</param>
    /// <param name="inputs">What it is of.</param>
    /// <param name="attributes">Of <see cref="OnnxAttribute"/>.</param>
    public string[] Apply(string type, int results, string[] inputs, params ProtobufMessage[] attributes)
    {
        var node = new ProtobufMessage();
        foreach (string input in inputs) node.Add(1, input);
        string[] outputs = [.. Enumerable.Range(0, results).Select(_ => Next())];
        foreach (string output in outputs) node.Add(2, output);
        node.Add(4, type);
        foreach (ProtobufMessage attribute in attributes) node.Add(5, attribute);
        graph.Add(1, node);
        return outputs;
    }

    /// <summary>The same numbers as floats.</summary>
    /// <param name="x">Whole numbers.</param>
    public string Real(string x) => Apply("Cast", [x], OnnxAttribute.Of("to", (int)OnnxElement.Float));

    /// <summary>x·wᵀ, or x·wᵀ + b.</summary>
    /// <param name="x">[n, in].</param>
    /// <param name="weight">[out, in].</param>
    /// <param name="bias">[out], or null.</param>
    public string Linear(string x, string weight, string? bias = null) =>
        Apply("Gemm", bias is null ? [x, weight] : [x, weight, bias], OnnxAttribute.Of("transB", 1));

    /// <summary>The same numbers in another shape; 0 keeps a size, −1 is what is left.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="sizes">The shape.</param>
    public string Reshape(string x, params ReadOnlySpan<long> sizes) => Apply("Reshape", x, List(sizes));

    /// <summary>The axes in another order.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="order">For each new axis the old one.</param>
    public string Transpose(string x, params ReadOnlySpan<int> order) => Apply("Transpose", [x], OnnxAttribute.Of("perm", order));

    /// <summary>Says something of the model.</summary>
    /// <param name="key">What.</param>
    /// <param name="value">What of it.</param>
    public void Say(string key, string value) => said.Add(new ProtobufMessage().Add(1, key).Add(2, value));

    /// <summary>The whole file.</summary>
    public ProtobufMessage ToModel()
    {
        ProtobufMessage model = new ProtobufMessage()
            .Add(1, IrVersion).Add(2, Producer).Add(7, graph).Add(8, new ProtobufMessage().Add(2, Operators));
        foreach (ProtobufMessage entry in said) model.Add(14, entry);
        return model;
    }

    private static ProtobufMessage Declared(string name, OnnxElement element, ProtobufMessage length, string about)
    {
        ProtobufMessage tensor = new ProtobufMessage().Add(1, (int)element).Add(2, new ProtobufMessage().Add(1, length));
        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, tensor)).Add(3, about);
    }

    private string Next() => $"x{named++}";

    private string Whole(string name, long[] sizes, ReadOnlySpan<long> values) =>
        Constant(name, OnnxElement.Int64, sizes, MemoryMarshal.AsBytes(values).ToArray());

    private string Constant(string name, OnnxElement element, long[] sizes, byte[] bytes)
    {
        var tensor = new ProtobufMessage();
        foreach (long size in sizes) tensor.Add(1, size);
        graph.Add(5, tensor.Add(2, (int)element).Add(8, name).Add(9, bytes));
        return name;
    }
}
