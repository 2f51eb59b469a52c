using System.Text.Json;

namespace OnDeviceRec.Testing;

/// <summary>A file of <c>tests/fixtures</c>: named tensors and a configuration, computed in float64 by the reference.</summary>
public sealed class Golden
{
    private readonly Dictionary<string, GoldenTensor> tensors = [];

    private Golden(JsonElement config) => Config = config;

    public JsonElement Config { get; }

    public IReadOnlyDictionary<string, GoldenTensor> Tensors => tensors;

    public GoldenTensor this[string name] => tensors[name];

    /// <summary>Reads <c>tests/fixtures/{name}.json</c>.</summary>
    public static Golden Load(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests", "fixtures", name + ".json")));
        var golden = new Golden(document.RootElement.GetProperty("config").Clone());
        foreach (JsonProperty tensor in document.RootElement.GetProperty("tensors").EnumerateObject())
        {
            int[] shape = [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())];
            double[] data = [.. tensor.Value.GetProperty("data").EnumerateArray().Select(e => e.GetDouble())];
            golden.tensors.Add(tensor.Name, new GoldenTensor(tensor.Name, shape, data));
        }

        return golden;
    }
}
