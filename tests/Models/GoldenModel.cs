using System.Text.Json;
using OnDeviceRec.Autograd;
using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tests;

/// <summary>The models and batches of tests/fixtures, which bear the reference's names.</summary>
internal static class GoldenModel
{
    private const double Tolerance = 1e-4;

    // Longer names stand before those they contain.
    private static readonly (string Product, string Reference)[] Names =
    [
        ("item_embedding.weight", "table"),
        ("item_embedding.core", "cores."),
        ("position_embedding", "enc.pos"),
        ("multi_head_attention.query", "q"),
        ("multi_head_attention.key", "k"),
        ("multi_head_attention.value", "v"),
        ("multi_head_attention.dense", "o"),
        ("multi_head_attention.LayerNorm", "ln1"),
        ("feed_forward.dense_1", "f1"),
        ("feed_forward.dense_2", "f2"),
        ("feed_forward.LayerNorm", "ln2"),
        ("trm_encoder.layer", "enc.layers"),
        ("LayerNorm", "enc.ln"),
        ("readout", "enc.readout"),
        ("recombination.student_head", "hot_s"),
        ("recombination.student_tail", "cold_s"),
        ("recombination.teacher_head", "hot_t"),
        ("recombination.teacher_tail", "cold_t"),
        ("contrastive.student", "con_s"),
        ("contrastive.teacher", "con_t"),
        ("predictive.student", "pre_s"),
        ("predictive.teacher", "pre_t"),
    ];

    public static SequenceModel Dense(Golden golden, string prefix = "")
    {
        var model = new SequenceModel(Configuration(golden), seed: 1);
        Load(model.Parameters, golden, prefix);
        return model;
    }

    public static SequenceModel Compressed(Golden golden, string prefix)
    {
        var model = new SequenceModel(TableShapeSearch.WithTrain(Configuration(golden), Shape(golden)), seed: 1);
        Load(model.Parameters, golden, prefix);
        LoadCores((TensorTrainItemTable)model.Table, golden, prefix + "cores.");
        return model;
    }

    /// <summary>
    /// A student of binary codes: item v has the bits of row v of <c>latent</c> [V, bits], and E = codes·<c>projection</c> [bits, d]. In
    /// the reference a bit counts for the mean magnitude of its latent weights, s_k, and here for <see cref="BinaryCodesItemTable.Scale"/>:
    /// the same table has a projection of s_k over that times as much.
    /// </summary>
    public static SequenceModel BinaryCodes(Golden golden, string prefix)
    {
        (int items, int bits, int width) =
            (Size(golden, "items"), Size(golden, "bits"), golden.Config.GetProperty("student").GetProperty("d").GetInt32());
        ModelConfiguration configuration = Configuration(golden);
        var model = new SequenceModel(
            configuration with { Items = items, Encoder = configuration.Encoder.OfWidth(width), Table = new BinaryCodesShape(bits) },
            seed: 1);
        Load(model.Parameters, golden, prefix);
        var table = (BinaryCodesItemTable)model.Table;
        Scaled(Transposed(golden[prefix + "projection"]), Scales(golden, prefix)).ToSingle().CopyTo(table.Projection.Value.Span);
        golden[prefix + "latent"].ToSingle().CopyTo(table.Latent.Value.Span);
        return model;
    }

    /// <summary>The gradients of a student of binary codes against the fixture's.</summary>
    public static void AssertBinaryCodeGradients(BinaryCodesItemTable table, Golden golden, string values, string gradients)
    {
        double[] scales = Scales(golden, values), inverse = Array.ConvertAll(scales, scale => 1 / scale);
        Scaled(Transposed(golden[gradients + "projection"]), inverse).AssertClose(table.Projection.Gradient!.Span, Tolerance);
        Scaled(golden[gradients + "latent"], scales).AssertClose(table.Latent.Gradient!.Span, Tolerance);
    }

    // s_k over the scale here, of each bit.
    private static double[] Scales(Golden golden, string prefix)
    {
        GoldenTensor latent = golden[prefix + "latent"];
        int bits = latent.Shape[1];
        return
        [
            .. Enumerable.Range(0, bits)
                .Select(k => latent.Data.Where((_, i) => i % bits == k).Average(Math.Abs) / BinaryCodesItemTable.Scale),
        ];
    }

    private static GoldenTensor Scaled(GoldenTensor matrix, double[] columns) =>
        matrix with { Data = [.. matrix.Data.Select((x, i) => x * columns[i % columns.Length])] };

    /// <summary>The table's sizes as the reference's two cores have them.</summary>
    public static TensorTrainShape Shape(Golden golden) => new(
        Size(golden, "items"), Numbers(golden, "rows"), Numbers(golden, "cols"), [Size(golden, "rank")], Size(golden, "t"));

    /// <summary>Sets every parameter but the cores, whose layout differs.</summary>
    public static void Load(IEnumerable<Parameter> parameters, Golden golden, string prefix)
    {
        foreach (Parameter parameter in parameters.Where(p => !IsCore(p)))
            golden[prefix + ReferenceName(parameter)].ToSingle().CopyTo(parameter.Value.Span);
    }

    /// <summary>Sets the cores from the semi-tensor layout: tensors <c>{prefix}0</c>, <c>{prefix}1</c>.</summary>
    public static void LoadCores(TensorTrainItemTable table, Golden golden, string prefix)
    {
        Tensor[] semi =
            [.. table.Cores.Select((_, k) => new Tensor(SemiTensorView.CoreShape(table.Shape, k), golden[$"{prefix}{k}"].ToSingle()))];
        SemiTensorView.ToPlain(table.Shape, semi, [.. table.Cores.Select(core => core.Value)]);
    }

    /// <summary>Every gradient against the fixture's.</summary>
    public static void AssertGradients(IReadOnlyList<Parameter> parameters, Golden golden, string prefix)
    {
        foreach (Parameter parameter in parameters.Where(p => !IsCore(p)))
        {
            string name = $"d:{prefix}{ReferenceName(parameter)}";
            if (name.EndsWith(".k.bias", StringComparison.Ordinal)) AssertVanishes(parameter, golden, name);
            else golden[name].AssertClose(parameter.Gradient!.Span, Tolerance);
        }
    }

    /// <summary>The cores' gradients against the fixture's, which are in the semi-tensor layout.</summary>
    public static void AssertCoreGradients(TensorTrainItemTable table, Golden golden, string prefix)
    {
        Tensor[] semi = [.. table.Cores.Select((_, k) => new Tensor(SemiTensorView.CoreShape(table.Shape, k)))];
        SemiTensorView.FromPlain(table.Shape, [.. table.Cores.Select(core => core.Gradient!)], semi);
        for (int k = 0; k < semi.Length; k++) golden[$"{prefix}{k}"].AssertClose(semi[k].Span, Tolerance);
    }

    /// <summary>Sequences padded on the right by 0, ids 1..V, as a batch of rows without padding.</summary>
    public static RaggedBatch Batch(GoldenTensor sequences, GoldenTensor targets)
    {
        int[] ids = sequences.ToInt32(), next = targets.ToInt32();
        int length = sequences.Shape[1];
        var batch = new RaggedBatch(next.Length, ids.Length);
        for (int b = 0; b < next.Length; b++)
            batch.Add([.. ids.Skip(b * length).Take(length).TakeWhile(id => id > 0).Select(id => id - 1)], next[b] - 1);
        return batch;
    }

    public static int Size(Golden golden, string name) => golden.Config.GetProperty(name).GetInt32();

    public static int[] Numbers(Golden golden, string name) =>
        [.. golden.Config.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

    private static ModelConfiguration Configuration(Golden golden)
    {
        bool last = golden.Config.TryGetProperty("readout", out JsonElement readout) && readout.GetString() == "last";
        return new ModelConfiguration
        {
            Items = Size(golden, "items"),
            Encoder = new EncoderSizes
            {
                Width = Size(golden, "d"),
                Inner = Size(golden, "inner"),
                Heads = Size(golden, "heads"),
                Layers = Size(golden, "layers"),
                MaxLength = Size(golden, "maxlen"),
                Readout = last ? ReadoutKind.Last : ReadoutKind.SoftAttention,
            },
        };
    }

    private static GoldenTensor Transposed(GoldenTensor matrix)
    {
        (int rows, int columns) = (matrix.Shape[0], matrix.Shape[1]);
        double[] data = [.. Enumerable.Range(0, rows * columns).Select(i => matrix.Data[(i % rows * columns) + (i / rows)])];
        return new GoldenTensor(matrix.Name, [columns, rows], data);
    }

    private static bool IsCore(Parameter parameter) => parameter.Name.StartsWith("item_embedding.core", StringComparison.Ordinal);

    private static string ReferenceName(Parameter parameter)
    {
        string name = parameter.Name;
        foreach ((string product, string reference) in Names)
            if (name.Contains(product, StringComparison.Ordinal)) name = name.Replace(product, reference, StringComparison.Ordinal);
        return name;
    }

    // A key bias shifts all scores of a softmax alike, so its exact gradient is 0 and what comes out is rounding alone, on both sides.
    // It is measured by the gradient of the same layer's key weights, a sum of the same terms.
    private static void AssertVanishes(Parameter parameter, Golden golden, string name)
    {
        double bound = Tolerance * golden[name.Replace(".bias", ".weight", StringComparison.Ordinal)].Data.Max(Math.Abs);
        foreach (float value in parameter.Gradient!.Span)
            Assert.True(Math.Abs(value) <= bound, $"{name}: {value}, expected 0 within {bound}.");
    }
}
