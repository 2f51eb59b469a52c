using FsCheck.Xunit;
using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tests.Encoding;

/// <summary>A batch in slices is the batch in one piece: h bit by bit, gradients but for the order of sums.</summary>
public sealed class SlicedEncodingTests
{
    private const double Tolerance = 1e-5;

    [Property(MaxTest = 30)]
    public void Encodings_and_gradients_are_those_of_one_piece(int seed)
    {
        using SequenceModel model = SmallModels.Make(compressed: false, ReadoutKind.SoftAttention, logitScale: 5);
        RaggedBatch batch = Draw(new Random(seed));
        (float[] h, float[] dItems, float[][] gradients) = Run(model, batch, sliced: true);
        (float[] hWhole, float[] dItemsWhole, float[][] gradientsWhole) = Run(model, batch, sliced: false);
        Assert.Equal(hWhole, h);
        Assert.Equal(dItemsWhole, dItems);
        for (int i = 0; i < gradients.Length; i++)
        {
            double largest = gradientsWhole[i].Max(MathF.Abs);
            for (int j = 0; j < gradients[i].Length; j++) Assert.Equal(gradientsWhole[i][j], gradients[i][j], Tolerance * (1 + largest));
        }
    }

    [Fact]
    public void Dropout_of_a_slice_is_its_own_and_that_of_the_step()
    {
        using SequenceModel model = SmallModels.Make(compressed: false, ReadoutKind.Last);
        var batch = new RaggedBatch(16, 64);
        for (int b = 0; b < 16; b++) batch.Add([1, 2, 3, 4], 5);
        using var tape = new Tape(seed: 4);
        float[][] of = [.. new uint[] { 0, 0, 1 }.Select(Encode)];
        Assert.Equal(of[0], of[1]);
        Assert.NotEqual(of[0], of[2]);
        Assert.Equal(16, of[0].Chunk(model.Table.Width).Select(row => row[0]).Distinct().Count());

        float[] Encode(uint step)
        {
            tape.BeginTraining(step);
            return model.EncodeRows(tape, model.Table.Rows(tape, batch.Items), batch, dropout: 0.5f).H.Value.Span.ToArray();
        }
    }

    private static (float[] H, float[] DItems, float[][] Gradients) Run(SequenceModel model, RaggedBatch batch, bool sliced)
    {
        foreach (Parameter parameter in model.Parameters) parameter.Gradient!.Clear();
        using var tape = new Tape();
        tape.BeginTraining(0);
        Variable items = model.Table.Rows(tape, batch.Items);
        Variable h = sliced ? model.EncodeRows(tape, items, batch).H : model.EncodeSlice(tape, items, batch, dropout: 0);
        float[] weights = new float[h.Value.Length];
        new Philox(9).FillUniform(weights, -1, 1);
        WeightedSum.Apply(tape, h, weights);
        tape.Backward();
        return (h.Value.Span.ToArray(), items.Gradient!.Span.ToArray(), [.. model.Parameters.Select(p => p.Gradient!.Span.ToArray())]);
    }

    // One to forty sequences of up to nine items, with examples at any of their ends.
    private static RaggedBatch Draw(Random random)
    {
        var batch = new RaggedBatch(400, 400);
        for (int count = random.Next(1, 41); count > 0; count--)
        {
            batch.Add(Items(random, random.Next(1, 6)), 0);
            for (int more = random.Next(0, 4); more > 0; more--) batch.Extend(Items(random, 1), 0);
        }

        return batch;
    }

    private static int[] Items(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(SmallModels.Items))];
}
