using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Evaluation.Reference;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Models.Tests;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation.Tests.Reference;

public class ReferenceModelTests
{
    [Theory]
    [InlineData("teacher_last")]
    [InlineData("teacher_soft-attention")]
    public void Encodings_and_scores_of_a_dense_model_are_the_golden_ones(string name)
    {
        Golden golden = Golden.Load(name);
        using SequenceModel model = GoldenModel.Dense(golden);
        (float[] h, float[] scores) = Run(new ReferenceModel(RandomFile.Of(model)), golden["seq"]);
        golden["h"].AssertClose(h, 1e-6);
        golden["logits"].AssertClose(scores, 1e-6);
    }

    [Theory]
    [InlineData("distill_one_head")]
    [InlineData("distill_two_heads")]
    public void Encodings_of_a_semi_tensor_student_are_the_golden_ones(string name)
    {
        Golden golden = Golden.Load(name);
        using SequenceModel model = GoldenModel.Compressed(golden, "student.");
        golden["h"].AssertClose(Run(new ReferenceModel(RandomFile.Of(model)), golden["seq"]).H, 1e-6);
    }

    public static TheoryData<bool, ReadoutKind, bool, float> Kinds => new(
        from compressed in (bool[])[false, true]
        from readout in (ReadoutKind[])[ReadoutKind.Last, ReadoutKind.SoftAttention]
        from copies in (bool[])[false, true]
        from norm in (float[])[0, 4]
        select (compressed, readout, copies, norm));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Scores_are_the_trainers(bool compressed, ReadoutKind readout, bool copies, float logitScale)
    {
        using SequenceModel model = SmallModels.Make(compressed, readout, copies: copies, logitScale: logitScale);
        var reference = new ReferenceModel(RandomFile.Of(model));
        foreach (int[] sequence in (int[][])[[0], [34, 34, 7], [1, 2, 3, 4, 5, 6, 7, 8, 9]])
        {
            double[] expected = SmallModels.Scores(model, sequence), actual = Scores(reference, sequence);
            double scale = expected.Max(Math.Abs);
            for (int v = 0; v < expected.Length; v++) Assert.Equal(expected[v] / scale, actual[v] / scale, 1e-5);
        }
    }

    [Fact]
    public void Worked_numbers_of_a_mixture()
    {
        // γ = 0; of two positions the last, of item 1, has 3/4; z gives the three items 1/4, 1/4, 1/2.
        double[] scores = [5, 5, 5 + Math.Log(2)];
        new ReferenceCopying(0, [7, 7 + Math.Log(3)]).Apply([2, 1], scores);
        double[] expected = [0.125, 0.125 + 0.375, 0.25 + 0.125];
        for (int v = 0; v < scores.Length; v++) Assert.Equal(Math.Log(expected[v]), scores[v], 1e-14);
    }

    [Fact]
    public void Shares_that_no_double_holds_are_kept_as_logarithms()
    {
        double[] scores = [0, -2000, 0];
        new ReferenceCopying(-3000, [0, -5000]).Apply([1, 0], scores);
        Assert.Equal([-Math.Log(2), -2000 - Math.Log(2), -Math.Log(2)], scores);
        scores = [0, 0, 0];
        new ReferenceCopying(3000, [0, -1000]).Apply([1, 0], scores);
        Assert.Equal([-1000, 0, -3000 - Math.Log(3)], scores);
    }

    [Fact]
    public void An_encoding_of_zeros_stays_one()
    {
        using SequenceModel model = SmallModels.Make(compressed: false, ReadoutKind.Last, logitScale: 4);
        model.Encoder.Layers[^1].FeedForwardNorm.Gain.Value.Span.Clear();
        model.Encoder.Layers[^1].FeedForwardNorm.Bias.Value.Span.Clear();
        Assert.All(Scores(new ReferenceModel(RandomFile.Of(model)), [3, 4]), score => Assert.Equal(0, score));
    }

    [Property(MaxTest = 50)]
    public Property Rows_of_a_rebuilt_train_are_the_trainers() => Prop.ForAll(
        (from cores in Gen.Choose(2, 4)
         from block in Gen.Elements(1, 2, 3)
         from rows in Gen.Choose(1, 5).ArrayOf(cores)
         from columns in Gen.Choose(1, 3).ArrayOf(cores)
         from ranks in Gen.Choose(1, 4).ArrayOf(cores - 1)
         from items in Gen.Choose(1, rows.Aggregate((a, b) => a * b))
         select Shape(items, rows, columns, ranks, block)).ToArbitrary(),
        shape =>
        {
            var sizes = new EncoderSizes { Width = shape.Width, Inner = 1, MaxLength = 1 };
            AssertRows(TableShapeSearch.WithTrain(new ModelConfiguration { Items = shape.Items, Encoder = sizes }, shape));
        });

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(35, 16, 8)]
    [InlineData(16, 5, 11)]
    [InlineData(17, 3, 33)]
    public void Rows_of_rebuilt_binary_codes_are_the_trainers(int items, int width, int bits) => AssertRows(new ModelConfiguration
    {
        Items = items,
        Encoder = new EncoderSizes { Width = width, Inner = 1, MaxLength = 1 },
        Table = new BinaryCodesShape(bits),
    });

    private static void AssertRows(ModelConfiguration configuration)
    {
        using SequenceModel model = SmallModels.Make(configuration, seed: 1);
        var table = new ReferenceTable(new ReferenceWeights(RandomFile.Of(model)));
        float[][] expected = SmallModels.Table(model);
        for (int v = 0; v < expected.Length; v++)
            for (int column = 0; column < expected[v].Length; column++) Assert.Equal(expected[v][column], table.Row(v)[column], 1e-4);
    }

    [Fact]
    public void Encodings_are_scored_together_as_one_by_one()
    {
        var reference = new ReferenceModel(RandomFile.Small(compressed: true, ReadoutKind.Last));
        int[][] sequences = [[5], [17, 599, 3], [8, 8]];
        double[] h = new double[sequences.Length * reference.Width], scores = new double[sequences.Length * reference.Items];
        for (int b = 0; b < sequences.Length; b++) reference.Encode(sequences[b], h.AsSpan(b * reference.Width, reference.Width));
        reference.Score(h, scores);
        Assert.Equal(sequences.SelectMany(sequence => Scores(reference, sequence)), scores);
    }

    private static TensorTrainShape Shape(int items, int[] rows, int[] columns, int[] ranks, int block)
    {
        columns[^1] *= block;
        return new TensorTrainShape(items, rows, columns, [.. ranks.Select(rank => rank * block)], block);
    }

    private static double[] Scores(ReferenceModel reference, int[] sequence)
    {
        double[] h = new double[reference.Width], scores = new double[reference.Items];
        ReferenceCopying? copying = reference.Encode(sequence, h);
        reference.Score(h, scores);
        copying?.Apply(sequence, scores);
        return scores;
    }

    // h [B, d] and scores [B, V] of padded sequences of ids.
    private static (float[] H, float[] Scores) Run(ReferenceModel reference, GoldenTensor sequences)
    {
        int batch = sequences.Shape[0], length = sequences.Shape[1];
        double[] h = new double[batch * reference.Width], scores = new double[batch * reference.Items];
        for (int b = 0; b < batch; b++)
        {
            int[] rows = [.. sequences.ToInt32().Skip(b * length).Take(length).TakeWhile(id => id > 0).Select(id => id - 1)];
            reference.Encode(rows, h.AsSpan(b * reference.Width, reference.Width));
        }

        reference.Score(h, scores);
        return (Array.ConvertAll(h, x => (float)x), Array.ConvertAll(scores, x => (float)x));
    }
}
