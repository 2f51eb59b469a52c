using System.Runtime.InteropServices;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Onnx;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Models.Tests.Onnx;

/// <summary>What is in an ONNX file; that ONNX Runtime lists by it what the device lists is tested in tests/Onnx.</summary>
public sealed class OnnxModelTests : IDisposable
{
    private const long Float = 1, UInt8 = 2, Int64 = 7;

    // All operators of the graph, and since which version of theirs they are as they are used here.
    private static readonly Dictionary<string, int> Known = new (int Version, string Names)[]
    {
        (1, "Softplus"),
        (11, "BitShift Range TopK Unique"),
        (13, "Cast Concat Equal Erf Gather Gemm Less LogSoftmax MatMul Max Min"),
        (13, "Mod Neg ReduceL2 ReduceLogSumExp ReduceMean Sigmoid Slice Softmax Squeeze Tanh Transpose Unsqueeze"),
        (14, "Add Div Mul Reshape Sub"),
        (15, "Shape"),
        (16, "Identity LessOrEqual ScatterElements Where"),
        (17, "LayerNormalization"),
    }.SelectMany(row => row.Names.Split(' '), (row, name) => (name, row.Version)).ToDictionary(StringComparer.Ordinal);

    private readonly TempFolder folder = new();

    public static TheoryData<string, ReadoutKind, bool> Models => new MatrixTheoryData<string, ReadoutKind, bool>(
        ["dense", "train", "codes"], [ReadoutKind.SoftAttention, ReadoutKind.Last], [false, true]);

    [Theory]
    [MemberData(nameof(Models))]
    public void A_graph_is_sound_and_of_operators_that_its_version_has(string table, ReadoutKind readout, bool copies)
    {
        (OnnxFile graph, ModelFile file) = Export(Configuration(table, readout, copies));
        Assert.Equal((8, 17, "OnDeviceRec"), (graph.IrVersion, graph.Operators, graph.Producer));
        HashSet<string> there = [.. graph.Constants.Keys, .. graph.Inputs.Select(input => input.Name)], used = [];
        foreach ((string type, string[] inputs, string[] outputs, _) in graph.Nodes)
        {
            Assert.InRange(Known[type], 1, graph.Operators);
            Assert.All(inputs, input => Assert.Contains(input, there));
            Assert.All(outputs, output => Assert.True(there.Add(output), output));
            used.UnionWith(inputs);
        }

        Assert.All(graph.Outputs, output => Assert.Contains(output.Name, there));
        Assert.Empty(graph.Constants.Keys.Except(used));
        Assert.Equal(file.Configuration.Tensors.Count(), graph.Constants.Keys.Count(name => name.Contains('.', StringComparison.Ordinal)));
        Assert.All(graph.Constants.Values, one => Assert.Equal(
            one.Sizes.Aggregate(one.Type == Float ? 4L : one.Type == UInt8 ? 1 : 8, (product, size) => product * size), one.Bytes.Length));
    }

    [Fact]
    public void A_history_and_a_number_go_in_and_items_and_scores_come_out()
    {
        (OnnxFile graph, _) = Export(Configuration("codes", ReadoutKind.SoftAttention, copies: true));
        Assert.Equal([("history", Int64, "T"), ("k", Int64, "1")], graph.Inputs);
        Assert.Equal([("items", Int64, "K"), ("scores", Float, "K")], graph.Outputs);
        Assert.DoesNotContain("history", graph.Constants.Keys);
        Assert.Equal([20L], MemoryMarshal.Cast<byte, long>(graph.Constants["k"].Bytes).ToArray());
        Assert.Equal(("35", "9"), (graph.Metadata["items"], graph.Metadata["max_length"]));
        Assert.Contains("binary codes of 11 bits", graph.Metadata["model"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("train")]
    public void Weights_are_those_of_the_file_whatever_its_precision(string table)
    {
        ModelConfiguration configuration = Configuration(table, ReadoutKind.SoftAttention, copies: true);
        (OnnxFile graph, ModelFile file) = Export(configuration with { Precision = Precision.Int4 });
        Assert.Equal(Precision.Int4, file.Configuration.Precision);
        foreach ((TensorRole role, int index) in configuration.Tensors)
        {
            float[] expected = new float[file.Count(role, index)];
            file.CopyTo(role, index, expected);
            (long type, _, byte[] bytes) = graph.Constants[$"{role}.{index}"];
            Assert.Equal(Float, type);
            Assert.Equal(expected, MemoryMarshal.Cast<byte, float>(bytes).ToArray());
        }

        Assert.Equal([24L, 16L], graph.Constants["ExpandWeight.2"].Sizes);
    }

    [Fact]
    public void Codes_are_bits_and_take_whole_bytes_an_item()
    {
        (OnnxFile graph, ModelFile file) = Export(Configuration("codes", ReadoutKind.Last, copies: false));
        (long type, long[] sizes, byte[] bytes) = graph.Constants["Core.1"];
        Assert.Equal(UInt8, type);
        Assert.Equal([SmallModels.Items, 2L, 1L], sizes);
        float[] codes = new float[file.Count(TensorRole.Core, 1)];
        file.CopyTo(TensorRole.Core, 1, codes);
        for (int v = 0; v < SmallModels.Items; v++)
        {
            for (int k = 0; k < 16; k++)
            {
                int bit = (bytes[(v * 2) + (k / 8)] >> (k % 8)) & 1;
                Assert.Equal(k < 11 && codes[(k * SmallModels.Items) + v] > 0 ? 1 : 0, bit);
            }
        }
    }

    [Fact]
    public void Equal_models_are_equal_files()
    {
        ModelConfiguration configuration = Configuration("train", ReadoutKind.SoftAttention, copies: true);
        Export(configuration);
        byte[] first = File.ReadAllBytes(folder["m.onnx"]);
        Export(configuration);
        Assert.Equal(first, File.ReadAllBytes(folder["m.onnx"]));
    }

    [Fact]
    public void Beside_the_numbers_a_file_of_the_most_layers_has_little()
    {
        var sizes = new EncoderSizes { Width = 2, Inner = 2, Layers = ModelConfiguration.MaxLayers, MaxLength = 2 };
        Export(new ModelConfiguration { Items = 3, Encoder = sizes, Head = HeadKind.Copy, LogitScale = 10 });
        Assert.InRange(new FileInfo(folder["m.onnx"]).Length, 1 << 16, 1 << 19);
    }

    // 2^31 − 1 − 2^20 bytes of numbers and no more.
    [Theory]
    [InlineData(0, 4_190_000, true)]
    [InlineData(0, 4_195_000, false)]
    [InlineData(64, 100_000_000, true)]
    [InlineData(200, 100_000_000, false)]
    public void A_file_of_more_than_2_GiB_is_refused_before_it_is_begun(int bits, int items, bool fits)
    {
        var configuration = new ModelConfiguration
        {
            Items = items,
            Table = bits == 0 ? DenseShape.Instance : new BinaryCodesShape(bits),
        };
        Exception? refusal = Record.Exception(() => OnnxModel.RequireRoom(configuration, "m.onnx"));
        Assert.Equal(fits, refusal is null);
        if (fits) return;
        Assert.Contains("m.onnx: ", Assert.IsType<InputException>(refusal).Message, StringComparison.Ordinal);
        Assert.Contains("at most 2 GiB (2147483647 bytes)", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static ModelConfiguration Configuration(string table, ReadoutKind readout, bool copies)
    {
        ModelConfiguration dense = SmallModels.Configuration(readout, copies, logitScale: copies ? 10 : 0);
        return table switch
        {
            "dense" => dense,
            "train" => TableShapeSearch.WithTrain(dense, SmallModels.Shape),
            _ => dense with { Table = new BinaryCodesShape(11) },
        };
    }

    private (OnnxFile Graph, ModelFile File) Export(ModelConfiguration configuration)
    {
        using (SequenceModel model = SmallModels.Make(configuration)) ModelStore.Save(model, folder["m.odr"]);
        ModelStore.Save(ModelFile.Read(folder["m.odr"]), configuration.Precision, folder["m.odr"]);
        ModelFile file = ModelFile.Read(folder["m.odr"]);
        Assert.Equal(file.Configuration.Tensors.Count(), OnnxModel.Export(file, folder["m.onnx"]));
        return (new OnnxFile(File.ReadAllBytes(folder["m.onnx"])), file);
    }
}
