using System.Buffers.Binary;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Safetensors;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Models.Tests.Safetensors;

public sealed class SafetensorsModelTests : IDisposable
{
    private const string Table = "item_embedding.weight";

    private readonly TempFolder folder = new();

    private static string Sasrec => Repository.PathOf("tests", "fixtures", "sasrec.safetensors");

    private static Dictionary<string, string> Heads => new() { ["n_heads"] = "2" };

    // Both files are written by make_safetensors.py; half of the second one's tensors have 8 bits of precision, half have 11.
    [Theory]
    [InlineData("sasrec.safetensors", "teacher_last", 1e-5)]
    [InlineData("sasrec_mixed.safetensors", "teacher_soft-attention", 0.5)]
    public void A_model_with_RecBole_s_names_scores_as_the_reference_does(string file, string name, double tolerance)
    {
        Import(Repository.PathOf("tests", "fixtures", file), "t.odr");
        DeviceModel model = DeviceModel.Load(folder["t.odr"]);
        EncoderSizes e = model.Configuration.Encoder;
        Assert.Equal((30, 8, 12, 2, 2), (model.Configuration.Items, e.Width, e.Inner, e.Heads, e.Layers));
        Golden golden = Golden.Load(name);
        int length = golden["seq"].Shape[1];
        float[] scores = new float[30];
        for (int b = 0; b < golden["seq"].Shape[0]; b++)
        {
            var history = new History(model);
            foreach (int item in golden["seq"].ToInt32().AsSpan(b * length, length))
            {
                if (item > 0) history.Append(item);
            }

            model.Score(history, scores);
            for (int v = 0; v < 30; v++) Assert.Equal(golden["logits"].Data[(b * 30) + v], scores[v], tolerance);
        }
    }

    [Fact]
    public void Sizes_that_no_tensor_has_are_refused_before_memory_is_taken_for_them()
    {
        const int Width = 8192;
        (string, int[], ReadOnlyMemory<float>)[] tensors =
        [
            (Table, [2, Width], new float[2 * Width]),
            ("position_embedding.weight", [1, Width], new float[Width]),
            ("trm_encoder.layer.0.multi_head_attention.query.weight", [0, Width], ReadOnlyMemory<float>.Empty),
            ("trm_encoder.layer.0.feed_forward.dense_1.weight", [1, 0], ReadOnlyMemory<float>.Empty),
        ];
        using (FileStream stream = File.Create(folder["huge.safetensors"])) SafetensorsWriter.Write(stream, Heads, tensors);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<DataFormatException>(() => Import(folder["huge.safetensors"], "huge.odr"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("there is no tensor LayerNorm.weight", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_goes_out_comes_in_again_byte_by_byte()
    {
        Import(Sasrec, "a.odr");
        Assert.Equal(36, SafetensorsModel.Export(ModelFile.Read(folder["a.odr"]), folder["a.safetensors"]));
        Import(folder["a.safetensors"], "b.odr");
        Assert.Equal(File.ReadAllBytes(folder["a.odr"]), File.ReadAllBytes(folder["b.odr"]));
        using SafetensorsFile own = SafetensorsFile.Open(folder["a.safetensors"]);
        using SafetensorsFile theirs = SafetensorsFile.Open(Sasrec);
        Assert.Equal(theirs.Tensors.Keys.Order(), own.Tensors.Keys.Order());
        foreach ((string name, SafetensorsEntry entry) in theirs.Tensors)
        {
            int padding = name == Table ? 8 : 0;
            Assert.Equal(entry.Shape, own.Tensors[name].Shape);
            Assert.Equal(theirs.Read(name)[padding..], own.Read(name)[padding..]);
            Assert.All(own.Read(name)[..padding], value => Assert.Equal(0, value));
        }

        Assert.Equal("2", own.Metadata["n_heads"]);
        Assert.Equal(0u, BinaryPrimitives.ReadUInt64LittleEndian(File.ReadAllBytes(folder["a.safetensors"])) % 8);
    }

    [Fact]
    public void A_model_that_copies_keeps_its_scores_and_a_student_s_table_goes_out_in_full()
    {
        var sizes = new EncoderSizes { Width = 8, Inner = 8, MaxLength = 5, LayerNormEpsilon = 1e-5f };
        ModelConfiguration copying = new() { Items = 20, Encoder = sizes, Head = HeadKind.Copy, LogitScale = 10 };
        foreach (ModelConfiguration configuration in (ModelConfiguration[])[copying, TableShapeSearch.BinaryCodes(copying, 2)])
        {
            using (var model = new SequenceModel(configuration, seed: 4)) ModelStore.Save(model, folder["m.odr"]);
            SafetensorsModel.Export(ModelFile.Read(folder["m.odr"]), folder["m.safetensors"]);
            Import(folder["m.safetensors"], "again.odr");
            float[] expected = Scores("m.odr"), actual = Scores("again.odr");
            for (int v = 0; v < 20; v++) Assert.Equal(expected[v], actual[v], 1e-5f);
            Assert.Equal(1e-5f, ModelFile.Read(folder["again.odr"]).Configuration.Encoder.LayerNormEpsilon);
        }

        float[] Scores(string file)
        {
            DeviceModel model = DeviceModel.Load(folder[file]);
            var history = new History(model);
            foreach (int item in (int[])[3, 20, 3]) history.Append(item);
            float[] scores = new float[20];
            model.Score(history, scores);
            return scores;
        }
    }

    [Fact]
    public void Ids_of_the_catalog_go_into_the_file()
    {
        CatalogIds ids = ItemIds.NumbersOrTexts([.. Enumerable.Range(1, 30).Select(item => $"sku{item}")]);
        Import(Sasrec, "t.odr", heads: 1, ids);
        ModelFile file = ModelFile.Read(folder["t.odr"]);
        Assert.Equal(("sku7", 1), (file.Ids!.IdOf(7), file.Configuration.Encoder.Heads));
    }

    [Fact]
    public void What_is_no_such_model_is_refused_by_name()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Sasrec);
        List<(string Name, int[] Shape, ReadOnlyMemory<float> Values)> all =
        [
            .. file.Tensors.Select(one => (
                one.Key, Array.ConvertAll([.. one.Value.Shape], size => (int)size), (ReadOnlyMemory<float>)file.Read(one.Key))),
        ];
        float[] broken = file.Read("LayerNorm.weight");
        broken[3] = float.NaN;
        Refused<InputException>("its metadata have no n_heads; give --heads", all, []);
        Refused<DataFormatException>("n_heads of its metadata is 'two' and no number", all, new() { ["n_heads"] = "two" });
        Refused<InputException>("heads", all, new() { ["n_heads"] = "3" });
        Refused<DataFormatException>("n_heads of its metadata is '2.9' and no number", all, new() { ["n_heads"] = "2.9" });
        Refused<InputException>("epsilon NaN", all, new() { ["n_heads"] = "2", ["layer_norm_eps"] = "NaN" });
        Refused<DataFormatException>("there is no tensor LayerNorm.bias", [.. all.Where(one => one.Name != "LayerNorm.bias")], Heads);
        Refused<DataFormatException>($"there is no tensor {Table}", [], Heads);
        Refused<DataFormatException>("tensor fc.weight is no part of such a model", [.. all, ("fc.weight", [1], new float[1])], Heads);
        Refused<DataFormatException>("LayerNorm.bias is [2, 4], expected [8]", With("LayerNorm.bias", [2, 4], new float[8]), Heads);
        Refused<DataFormatException>(
            $"{Table} has 4 columns, position_embedding.weight 8", With(Table, [62, 4], new float[248]), Heads);
        Refused<InputException>("number 3 is NaN", With("LayerNorm.weight", [8], broken), Heads);

        List<(string, int[], ReadOnlyMemory<float>)> With(string name, int[] shape, float[] values) =>
            [.. all.Select(one => one.Name == name ? (name, shape, values) : one)];
    }

    public void Dispose() => folder.Dispose();

    private void Import(string from, string to, int? heads = null, CatalogIds? ids = null)
    {
        using var model = SafetensorsModel.Open(from, heads);
        model.Save(folder[to], ids);
    }

    private void Refused<T>(
        string reason, List<(string, int[], ReadOnlyMemory<float>)> tensors, Dictionary<string, string> metadata)
        where T : Exception
    {
        using (FileStream stream = File.Create(folder["x.safetensors"])) SafetensorsWriter.Write(stream, metadata, tensors);
        string message = Assert.Throws<T>(() => Import(folder["x.safetensors"], "x.odr")).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains("x.safetensors", message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["x.odr"]));
    }
}
