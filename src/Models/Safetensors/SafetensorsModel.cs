using System.Globalization;
using OnDeviceRec.Autograd;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Models.Safetensors;

/// <summary>
/// A model in a safetensors file with the names of RecBole's SASRec: a teacher trained elsewhere comes in, any model goes out with its item
/// table in full. The names stand in docs/format.md.
/// </summary>
public sealed class SafetensorsModel : IDisposable
{
    private const string Items = "item_embedding.weight", Positions = "position_embedding.weight";

    private const string Heads = "n_heads", Epsilon = "layer_norm_eps", Scale = "logit_scale";

    private const float DefaultEpsilon = 1e-12f;

    private readonly string path;
    private readonly SafetensorsFile file;

    private SafetensorsModel(string path, SafetensorsFile file, int? heads)
    {
        (this.path, this.file) = (path, file);
        try
        {
            Configuration = ConfigurationOf(heads).Checked();
        }
        catch (ArgumentException e)
        {
            throw Impossible(e);
        }
    }

    /// <summary>The model's sizes.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>Opens a file and finds out what model is in it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="heads">Attention heads, or null for what the file says.</param>
    /// <exception cref="DataFormatException">It is no such file, or no such model.</exception>
    /// <exception cref="InputException">Its sizes are none of a model, or nobody says how many heads.</exception>
    public static SafetensorsModel Open(string path, int? heads = null)
    {
        SafetensorsFile file = SafetensorsFile.Open(path);
        try
        {
            return new SafetensorsModel(path, file, heads);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Makes a model file of it.</summary>
    /// <param name="to">The model file.</param>
    /// <param name="ids">The catalog's own ids, or null.</param>
    /// <exception cref="DataFormatException">A tensor is missing, of another shape, or no part of such a model.</exception>
    /// <exception cref="InputException">A number is not finite.</exception>
    /// <exception cref="OutputException">The model file cannot be written.</exception>
    public void Save(string to, CatalogIds? ids = null)
    {
        try
        {
            (TensorRole Role, int Index, string Name)[] tensors = Names();
            RequireShapes(tensors);
            var writer = new ModelFileWriter(Configuration, ids);
            writer.Set(TensorRole.ItemTable, 0, file.Read(Items).AsSpan(Configuration.Encoder.Width));
            foreach ((TensorRole role, int index, string name) in tensors) writer.Set(role, index, file.Read(name));
            AtomicFile.Write(to, writer.Write);
        }
        catch (ArgumentException e)
        {
            throw Impossible(e);
        }
    }

    /// <summary>Makes a safetensors file of a model file: single floats, whatever the precision was.</summary>
    /// <param name="file">The model.</param>
    /// <param name="to">The safetensors file.</param>
    /// <returns>How many tensors it has.</returns>
    /// <exception cref="InputException">The item table in full has more numbers than an array holds.</exception>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static int Export(ModelFile file, string to)
    {
        ModelConfiguration configuration = file.Configuration;
        int width = configuration.Encoder.Width;
        long count = ((long)configuration.Items + 1) * width;
        if (count > Array.MaxLength)
            throw new InputException($"{to}: the item table in full would have {count} numbers, above {Array.MaxLength}.");
        using SequenceModel model = ModelStore.Load(file);
        float[] table = new float[count];
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
            tensors.Add((parameter.Name, SizesOf(parameter), parameter.Value.Span.ToArray()));
        var metadata = new Dictionary<string, string>
        {
            [Heads] = configuration.Encoder.Heads.ToString(CultureInfo.InvariantCulture),
            [Epsilon] = configuration.Encoder.LayerNormEpsilon.ToString(CultureInfo.InvariantCulture),
            [Scale] = configuration.LogitScale.ToString(CultureInfo.InvariantCulture),
        };
        AtomicFile.Write(to, stream => SafetensorsWriter.Write(stream, metadata, tensors));
        return tensors.Count;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static int[] SizesOf(Parameter parameter) =>
        [.. Enumerable.Range(0, parameter.Shape.Rank).Select(axis => parameter.Shape[axis])];

    private static string Layer(int number, string name) => $"trm_encoder.layer.{number}.{name}";

    // A model of the smallest sizes has the names of all tensors but the table, and no memory is taken for sizes that nobody checked.
    private (TensorRole Role, int Index, string Name)[] Names()
    {
        EncoderSizes sizes = Configuration.Encoder with { Width = 1, Inner = 1, Heads = 1, MaxLength = 1 };
        using var smallest = new SequenceModel(Configuration with { Items = 1, Encoder = sizes }, seed: 0);
        return [.. ModelStore.NamedTensors(smallest).Select(tensor => (tensor.Role, tensor.Index, tensor.Parameter.Name))];
    }

    // All tensors of such a model are there and no others, of the shapes that its sizes give them.
    private void RequireShapes((TensorRole Role, int Index, string Name)[] tensors)
    {
        var layout = new ModelLayout(Configuration);
        foreach ((TensorRole role, int index, string name) in tensors)
        {
            ModelSection section = layout.Section(role, index);
            long[] expected = section.Matrix is { } matrix ? [matrix.Rows, matrix.Columns] : [section.Count];
            IReadOnlyList<long> shape = ShapeOf(name);
            if (!shape.SequenceEqual(expected))
                throw Wrong($"{name} is [{string.Join(", ", shape)}], expected [{string.Join(", ", expected)}]");
        }

        IEnumerable<string> others = file.Tensors.Keys.Except([Items, .. tensors.Select(tensor => tensor.Name)]);
        if (others.Order(StringComparer.Ordinal).FirstOrDefault() is { } other) throw Wrong($"tensor {other} is no part of such a model");
    }

    private ModelConfiguration ConfigurationOf(int? heads)
    {
        IReadOnlyList<long> items = MatrixOf(Items), positions = MatrixOf(Positions);
        if (items[1] != positions[1]) throw Wrong($"{Items} has {items[1]} columns, {Positions} {positions[1]}");
        int layers = 0;
        while (file.Tensors.ContainsKey(Layer(layers, "multi_head_attention.query.weight"))) layers++;
        return new ModelConfiguration
        {
            Items = Size(items[0] - 1, "number of items"),
            Encoder = new EncoderSizes
            {
                Width = Size(items[1], "width"),
                Inner = Size(MatrixOf(Layer(0, "feed_forward.dense_1.weight"))[0], "inner width"),
                Heads = heads ?? Said(Heads, (string word, out int number) =>
                    int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number))
                    ?? throw new InputException($"{path}: its metadata have no {Heads}; give --heads."),
                Layers = layers,
                MaxLength = Size(positions[0], "length"),
                Readout = file.Tensors.ContainsKey("readout.v") ? ReadoutKind.SoftAttention : ReadoutKind.Last,
                LayerNormEpsilon = Said<float>(Epsilon, Real) ?? DefaultEpsilon,
            },
            Head = file.Tensors.ContainsKey("copy.age_bias") ? HeadKind.Copy : HeadKind.Catalog,
            LogitScale = Said<float>(Scale, Real) ?? 0,
        };

        int Size(long size, string what) => size is >= 1 and <= int.MaxValue ? (int)size : throw Wrong($"{size} is no {what} of a model");

        static bool Real(string word, out float number) =>
            float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    private delegate bool Reading<T>(string word, out T number);

    private T? Said<T>(string name, Reading<T> read)
        where T : struct
    {
        if (!file.Metadata.TryGetValue(name, out string? word)) return null;
        return read(word, out T number) ? number : throw Wrong($"{name} of its metadata is '{word}' and no number of that kind");
    }

    private IReadOnlyList<long> ShapeOf(string name) =>
        file.Tensors.TryGetValue(name, out SafetensorsEntry? entry) ? entry.Shape : throw Wrong($"there is no tensor {name}");

    private IReadOnlyList<long> MatrixOf(string name)
    {
        IReadOnlyList<long> shape = ShapeOf(name);
        return shape.Count == 2 ? shape : throw Wrong($"{name} is [{string.Join(", ", shape)}] and no matrix");
    }

    private InputException Impossible(ArgumentException e) => new($"{path}: {e.Message} No model file can hold it.", e);

    private DataFormatException Wrong(string problem) => new(path, null, problem, "give a model with the names of RecBole's SASRec");
}
