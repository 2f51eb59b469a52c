using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.ML.OnnxRuntime;
using OnDeviceRec.Bench.Peers;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Evaluation.Tests;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Models.Tests;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Onnx.Tests;

/// <summary>ONNX Runtime lists what the device lists.</summary>
public class ListTests
{
    private const int Items = RandomFile.Items, Top = 20, Histories = 40;

    // Of SmallModels.
    private const int MaxLength = 9;

    public static TheoryData<string, ReadoutKind, bool, float, Precision> Models
    {
        get
        {
            var models = new TheoryData<string, ReadoutKind, bool, float, Precision>();
            foreach (string table in (string[])["dense", "two cores", "three cores", "64 bits", "13 bits"])
            {
                foreach (ReadoutKind readout in (ReadoutKind[])[ReadoutKind.SoftAttention, ReadoutKind.Last])
                {
                    models.Add(table, readout, false, 0, Precision.Fp32);
                    models.Add(table, readout, true, 10, Precision.Int4);
                }

                models.Add(table, ReadoutKind.SoftAttention, true, 10, Precision.Fp32);
                models.Add(table, ReadoutKind.SoftAttention, true, 0, Precision.Int8);
                models.Add(table, ReadoutKind.Last, false, 10, Precision.Fp16);
            }

            return models;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_graph_lists_what_the_device_lists(string table, ReadoutKind readout, bool copies, float scale, Precision precision)
    {
        using var comparison = new ListComparison(File(table, readout, copies, scale, precision), threads: 1);
        var random = new Random(1);
        for (int i = 0; i < Histories; i++)
        {
            // A third of a history's items are among the first three, so that many come back.
            IEnumerable<int> places = Enumerable.Range(0, 1 + (i % (2 * MaxLength)));
            comparison.Add([.. places.Select(_ => 1 + random.Next(random.Next(3) == 0 ? 3 : Items))], Top);
        }

        Assert.Equal((Histories, 0), (comparison.Equal + comparison.NearlyEqual, comparison.Unequal));
        Assert.InRange(comparison.LargestDifference, 0, 1e-4f);
    }

    [Property(MaxTest = 60)]
    public Property A_graph_of_any_sizes_lists_what_the_device_lists() => Prop.ForAll(
        (from items in Gen.Choose(1, 70)
         from heads in Gen.Choose(1, 3)
         from size in Gen.Choose(1, 4)
         from inner in Gen.Choose(1, 9)
         from layers in Gen.Choose(1, 2)
         from length in Gen.Choose(1, 6)
         from bits in Gen.Choose(0, 17)
         from copies in Gen.Elements(true, false)
         from scale in Gen.Elements(0f, 10f)
         from readout in Gen.Elements(ReadoutKind.SoftAttention, ReadoutKind.Last)
         from history in Gen.Choose(1, items).NonEmptyListOf()
         from count in Gen.Choose(1, 90)
         let encoder = new EncoderSizes
         {
             Width = heads * size,
             Inner = inner,
             Heads = heads,
             Layers = layers,
             MaxLength = length,
             Readout = readout,
             LayerNormEpsilon = 1e-3f,
         }
         select (new ModelConfiguration
         {
             Items = items,
             Encoder = encoder,
             Head = copies ? HeadKind.Copy : HeadKind.Catalog,
             LogitScale = scale,
             Table = bits == 0 ? DenseShape.Instance : new BinaryCodesShape(bits),
         }, history, count)).ToArbitrary(),
        drawn =>
        {
            (ModelConfiguration configuration, IList<int> history, int count) = drawn;
            using var comparison = new ListComparison(RandomFile.Of(configuration), threads: 1);
            comparison.Add([.. history], count);
            Assert.Equal(0, comparison.Unequal);
            Assert.InRange(comparison.LargestDifference, 0, 1e-4f);
        });

    [Fact]
    public void Equal_scores_stand_by_lower_id()
    {
        var configuration = new ModelConfiguration { Items = 50, Encoder = new EncoderSizes { Width = 4, Inner = 4, MaxLength = 3 } };
        var writer = new ModelFileWriter(configuration);
        foreach ((TensorRole role, int index) in configuration.Tensors) writer.Set(role, index, new float[writer.Count(role, index)]);
        using var bytes = new MemoryStream();
        writer.Write(bytes);
        using var onnx = new OnnxRecommender(ModelFile.Parse(bytes.ToArray()), threads: 1);
        Assert.Equal(Enumerable.Range(1, 20), onnx.Recommend([7, 8]).Items);
    }

    [Fact]
    public void A_list_has_twenty_items_unless_a_call_says_how_many_and_at_most_the_catalog()
    {
        using var onnx = new OnnxRecommender(RandomFile.Small(compressed: false, ReadoutKind.Last), threads: 1);
        Assert.Equal(20, onnx.Recommend([1]).Items.Length);
        Assert.Equal(3, onnx.Recommend([1], 3).Items.Length);
        Assert.Equal(onnx.Recommend([1]).Items[..3], onnx.Recommend([1], 3).Items);
        Assert.Equal(Enumerable.Range(1, Items), onnx.Recommend([1], Items + 1).Items.Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Items + 1)]
    public void An_id_that_the_model_does_not_have_fails(int id)
    {
        using var onnx = new OnnxRecommender(RandomFile.Small(compressed: false, ReadoutKind.Last, copies: true), threads: 1);
        Assert.Throws<OnnxRuntimeException>(() => onnx.Recommend([1, id, 2]));
    }

    [Theory]
    [InlineData(ReadoutKind.Last, false)]
    [InlineData(ReadoutKind.Last, true)]
    [InlineData(ReadoutKind.SoftAttention, false)]
    [InlineData(ReadoutKind.SoftAttention, true)]
    public void No_history_fails(ReadoutKind readout, bool copies)
    {
        using var onnx = new OnnxRecommender(RandomFile.Small(compressed: false, readout, copies: copies), threads: 1);
        Assert.Throws<OnnxRuntimeException>(() => onnx.Recommend([]));
    }

    private static ModelFile File(string table, ReadoutKind readout, bool copies, float scale, Precision precision)
    {
        ModelConfiguration dense = SmallModels.Configuration(readout, copies, scale, Items);
        return RandomFile.Of(
            table switch
            {
                "dense" => dense,
                "two cores" => TableShapeSearch.WithTrain(dense, new TensorTrainShape(Items, [24, 26], [4, 4], [6], block: 2)),
                "three cores" => TableShapeSearch.WithTrain(dense, new TensorTrainShape(Items, [8, 9, 9], [4, 2, 2], [6, 4], block: 2)),
                _ => dense with { Table = new BinaryCodesShape(int.Parse(table.Split(' ')[0], CultureInfo.InvariantCulture)) },
            },
            precision);
    }
}
