using System.Globalization;
using OnDeviceRec.Autograd;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Models.Safetensors;

/// <summary>
/// Models as safetensors files with the names of RecBole's SASRec: a teacher trained elsewhere comes in, any model goes out with its item
/// table in full.
/// </summary>
/// <remarks>
/// <c>item_embedding.weight</c> is [V + 1, d], its first row the padding's; <c>position_embedding.weight</c> [T_max, d]; the others are
/// <c>LayerNorm</c>, <c>trm_encoder.layer.N</c>, <c>readout</c> of a soft-attention readout and <c>copy</c> of a copy head. The metadata
/// are <c>n_heads</c>, <c>layer_norm_eps</c> and <c>logit_scale</c>.
/// </remarks>
public static class SafetensorsModel
{
    private const string Items = "item_embedding.weight", Positions = "position_embedding.weight";

    private const string Heads = "n_heads", Epsilon = "layer_norm_eps", Scale = "logit_scale";

    private const float DefaultEpsilon = 1e-12f;

    /// <summary>Makes a model file of a safetensors file.</summary>
    /// <param name="from">The safetensors file.</param>
    /// <param name="heads">Attention heads, or null for what the file says.</param>
    /// <param name="items">How many items it has to have, or null for any number.</param>
    /// <param name="ids">The catalog's own ids, or null.</param>
    /// <param name="to">The model file.</param>
    /// <exception cref="DataFormatException">It is no such file, or lacks a tensor, has another one, or one of another shape.</exception>
    /// <exception cref="InputException">Its sizes are none of a model or of the catalog, a number is not finite, or nobody says how many
    /// heads.</exception>
    /// <exception cref="OutputException">The model file cannot be written.</exception>
    public static void Import(string from, int? heads, int? items, CatalogIds? ids, string to)
    {
        using SafetensorsFile file = SafetensorsFile.Open(from);
        var expected = new HashSet<string>(StringComparer.Ordinal) { Items };
        try
        {
            ModelConfiguration configuration = ConfigurationOf(from, file, heads);
            if (items is { } count && count != configuration.Items)
            {
                throw new InputException(
                    $"{from}: the model has {configuration.Items} items, the data set {count}; give the data set of this model.");
            }

            var writer = new ModelFileWriter(configuration, ids);
            writer.Set(TensorRole.ItemTable, 0, file.Read(Items).AsSpan(configuration.Encoder.Width));

            // A model of one item has the names and shapes of all tensors but the table.
            using var names = new SequenceModel(configuration with { Items = 1 }, seed: 0);
            foreach ((TensorRole role, int index, Parameter parameter) in ModelStore.NamedTensors(names))
            {
                Require(from, file, parameter.Name, SizesOf(parameter));
                writer.Set(role, index, file.Read(parameter.Name));
                expected.Add(parameter.Name);
            }

            if (file.Tensors.Keys.Where(name => !expected.Contains(name)).Order(StringComparer.Ordinal).FirstOrDefault() is { } other)
                throw Wrong(from, $"tensor {other} is no part of such a model");
            AtomicFile.Write(to, writer.Write);
        }
        catch (ArgumentException e)
        {
            throw new InputException($"{from}: {e.Message} No model file can hold it.", e);
        }
    }

    /// <summary>Makes a safetensors file of a model file: single floats, whatever the precision was.</summary>
    /// <param name="file">The model.</param>
    /// <param name="to">The safetensors file.</param>
    /// <returns>How many tensors it has.</returns>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static int Export(ModelFile file, string to)
    {
        ModelConfiguration configuration = file.Configuration;
        using SequenceModel model = ModelStore.Load(file);
        int width = configuration.Encoder.Width;
        float[] table = new float[((long)configuration.Items + 1) * width];
        if (model.Table.IsFull)
        {
            file.CopyTo(TensorRole.ItemTable, 0, table.AsSpan(width));
        }
        else
        {
            using var tape = new Tape();
            tape.BeginInference();
            model.Table.Matrix(tape).Value.Span.CopyTo(table.AsSpan(width));
        }

        List<(string, int[], ReadOnlyMemory<float>)> tensors = [(Items, [configuration.Items + 1, width], table)];
        foreach ((_, _, Parameter parameter) in ModelStore.NamedTensors(model))
        {
            tensors.Add((parameter.Name, SizesOf(parameter), parameter.Value.Span.ToArray()));
        }

        var metadata = new Dictionary<string, string>
        {
            [Heads] = configuration.Encoder.Heads.ToString(CultureInfo.InvariantCulture),
            [Epsilon] = configuration.Encoder.LayerNormEpsilon.ToString(CultureInfo.InvariantCulture),
            [Scale] = configuration.LogitScale.ToString(CultureInfo.InvariantCulture),
        };
        AtomicFile.Write(to, stream => SafetensorsWriter.Write(stream, metadata, tensors));
        return tensors.Count;
    }

    private static ModelConfiguration ConfigurationOf(string path, SafetensorsFile file, int? heads)
    {
        IReadOnlyList<long> items = Matrix(path, file, Items), positions = Matrix(path, file, Positions);
        if (items[1] != positions[1]) throw Wrong(path, $"{Items} has {items[1]} columns, {Positions} {positions[1]}");
        int layers = 0;
        while (file.Tensors.ContainsKey(Layer(layers, "multi_head_attention.query.weight"))) layers++;
        IReadOnlyList<long> inner = Matrix(path, file, Layer(0, "feed_forward.dense_1.weight"));
        return new ModelConfiguration
        {
            Items = Size(items[0] - 1, "items"),
            Encoder = new EncoderSizes
            {
                Width = Size(items[1], "width"),
                Inner = Size(inner[0], "inner width"),
                Heads = heads ?? (int)Number(path, file, Heads, null),
                Layers = layers,
                MaxLength = Size(positions[0], "length"),
                Readout = file.Tensors.ContainsKey("readout.v") ? ReadoutKind.SoftAttention : ReadoutKind.Last,
                LayerNormEpsilon = Number(path, file, Epsilon, DefaultEpsilon),
            },
            Head = file.Tensors.ContainsKey("copy.age_bias") ? HeadKind.Copy : HeadKind.Catalog,
            LogitScale = Number(path, file, Scale, 0),
        }.Checked();

        int Size(long size, string what) =>
            size is >= 1 and <= int.MaxValue ? (int)size : throw Wrong(path, $"{size} is no {what} of a model");
    }

    private static int[] SizesOf(Parameter parameter) =>
        [.. Enumerable.Range(0, parameter.Shape.Rank).Select(axis => parameter.Shape[axis])];

    private static string Layer(int number, string name) => $"trm_encoder.layer.{number}.{name}";

    private static IReadOnlyList<long> Matrix(string path, SafetensorsFile file, string name)
    {
        if (!file.Tensors.TryGetValue(name, out SafetensorsEntry? entry)) throw Wrong(path, $"there is no tensor {name}");
        return entry.Shape.Count == 2 ? entry.Shape : throw Wrong(path, $"{name} is [{string.Join(", ", entry.Shape)}] and no matrix");
    }

    private static void Require(string path, SafetensorsFile file, string name, int[] shape)
    {
        if (!file.Tensors.TryGetValue(name, out SafetensorsEntry? entry)) throw Wrong(path, $"there is no tensor {name}");
        if (!entry.Shape.SequenceEqual(Array.ConvertAll(shape, size => (long)size)))
            throw Wrong(path, $"{name} is [{string.Join(", ", entry.Shape)}], expected [{string.Join(", ", shape)}]");
    }

    private static float Number(string path, SafetensorsFile file, string name, float? otherwise)
    {
        if (!file.Metadata.TryGetValue(name, out string? said))
            return otherwise ?? throw new InputException($"{path}: its metadata have no {name}; give --heads.");
        return float.TryParse(said, NumberStyles.Float, CultureInfo.InvariantCulture, out float number)
            ? number
            : throw Wrong(path, $"{name} of its metadata is '{said}' and no number");
    }

    private static DataFormatException Wrong(string path, string problem) =>
        new(path, null, problem, "give a model with the names of RecBole's SASRec");
}
