using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

public sealed class CausalAttentionTests
{
    [Theory]
    [InlineData(new[] { 0, 1 }, 4, 1)]
    [InlineData(new[] { 0, 4, 5, 5, 8 }, 6, 1)]
    [InlineData(new[] { 0, 3, 4, 9 }, 6, 3)]
    [InlineData(new[] { 0, 6 }, 10, 2)]
    public void Value_and_gradients_agree_with_the_twin(int[] offsets, int d, int heads)
    {
        var shape = new Shape(offsets[^1], d);
        Check.Gradients(
            (tape, x) => CausalAttention.Apply(tape, x[0], x[1], x[2], offsets, heads),
            x => CausalAttention.Reference<double>(x[0], x[1], x[2], d, offsets, heads),
            shape,
            shape,
            shape);
        Check.FreezingLeavesTheOthersAlone((tape, x) => CausalAttention.Apply(tape, x[0], x[1], x[2], offsets, heads), shape, shape, shape);
    }

    [Fact]
    public void One_variable_may_be_query_key_and_value() =>
        Check.Gradients(
            (tape, x) => CausalAttention.Apply(tape, x[0], x[0], x[0], new[] { 0, 4 }, 2),
            x => CausalAttention.Reference<double>(x[0], x[0], x[0], 4, [0, 4], 2),
            new Shape(4, 4));

    [Fact]
    public void Without_scores_a_row_is_the_mean_of_the_values_so_far()
    {
        using var tape = new Tape();
        using Parameter zero = Values.Parameter(new Shape(3, 1), 0, 0, 0), value = Values.Parameter(new Shape(3, 1), 3, 5, 1);
        tape.BeginInference();
        Assert.Equal(
            [3f, 4f, 3f],
            CausalAttention.Apply(tape, zero, zero, value, new[] { 0, 3 }, 1).Value.Span.ToArray().Select(y => MathF.Round(y, 5)));
    }

    [Fact]
    public void A_sequence_has_the_same_bits_alone_and_in_a_batch()
    {
        const int Width = 24, Heads = 2;
        int[] offsets = [0, 5, 6, 17, 17, 20];
        float[] q = Values.Uniform(20 * Width, 1);
        float[] k = Values.Uniform(20 * Width, 2);
        float[] v = Values.Uniform(20 * Width, 3);
        float[] w = Values.Uniform(20 * Width, 4);
        Result batch = Run(q, k, v, w, offsets, Heads);
        for (int b = 0; b + 1 < offsets.Length; b++)
        {
            Range rows = (offsets[b] * Width)..(offsets[b + 1] * Width);
            Result alone = Run(q[rows], k[rows], v[rows], w[rows], [0, offsets[b + 1] - offsets[b]], Heads);
            Assert.Equal(batch.Y[rows], alone.Y);
            Assert.Equal(batch.DQuery[rows], alone.DQuery);
            Assert.Equal(batch.DKey[rows], alone.DKey);
            Assert.Equal(batch.DValue[rows], alone.DValue);
        }
    }

    [Fact]
    public void A_later_item_changes_no_earlier_row()
    {
        const int Width = 8, Changed = 4;
        float[][] inputs = [Values.Uniform(7 * Width, 1), Values.Uniform(7 * Width, 2), Values.Uniform(7 * Width, 3)];
        float[] weights = new float[7 * Width];
        float[] before = Run(inputs[0], inputs[1], inputs[2], weights, [0, 7], 2).Y;
        foreach (float[] input in inputs) input.AsSpan(Changed * Width).Fill(9);
        float[] after = Run(inputs[0], inputs[1], inputs[2], weights, [0, 7], 2).Y;
        Assert.Equal(before[..(Changed * Width)], after[..(Changed * Width)]);
        Assert.NotEqual(before[(Changed * Width)..], after[(Changed * Width)..]);
    }

    [Fact]
    public void Dropout_masks_the_weights_alike_forwards_and_backwards()
    {
        const int Length = 6;
        const float Rate = 0.4f;
        var shape = new Shape(Length, Length);
        Check.GradientsOfSeed(
            seed =>
            {
                double[] mask = Mask(seed);
                Assert.All(mask, factor => Assert.True(Math.Abs(factor) < 1e-6 || Math.Abs(factor - (1 / (1 - Rate))) < 1e-5));
                return (
                    (tape, x) => CausalAttention.Apply(tape, x[0], x[1], x[2], new[] { 0, Length }, 1, Rate),
                    x => Masked(x[0], x[1], x[2], mask));
            },
            shape,
            shape,
            shape);

        // With no scores and the unit matrix as values the result is mask/(l + 1) itself.
        static double[] Mask(ulong seed)
        {
            using var tape = new Tape(seed);
            using Parameter zero = Values.Parameter(new Shape(Length, Length), new float[Length * Length]);
            using Parameter unit = new("unit", new Shape(Length, Length));
            for (int i = 0; i < Length; i++) unit.Value.Row(i)[i] = 1;
            tape.BeginTraining(0);
            Variable y = CausalAttention.Apply(tape, zero, zero, unit, new[] { 0, Length }, 1, Rate);
            return [.. y.Value.Span.ToArray().Select((value, i) => (double)value * ((i / Length) + 1))];
        }

        // The twin gives the weights for the unit matrix; what is left is their product with mask and values.
        static double[] Masked(double[] query, double[] key, double[] value, double[] mask)
        {
            var unit = new double[Length * Length];
            for (int i = 0; i < Length; i++) unit[(i * Length) + i] = 1;
            double[] weights = CausalAttention.Reference<double>(query, key, unit, Length, [0, Length], 1);
            for (int i = 0; i < weights.Length; i++) weights[i] *= Math.Abs(mask[i]) < 1e-6 ? 0 : 1 / (1.0 - Rate);
            return MatrixMultiply.Reference<double>(weights, value, Length, false, 1);
        }
    }

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        using var tape = new Tape();
        using var x = new Parameter("x", new Shape(4, 6));
        using var other = new Parameter("other", new Shape(4, 5));
        Check.Refused("query [4, 6], key [4, 6], value [4, 5]", () => CausalAttention.Apply(tape, x, x, other, new[] { 0, 4 }, 1));
        Check.Refused("4 heads", () => CausalAttention.Apply(tape, x, x, x, new[] { 0, 4 }, 4));
        Check.Refused("begin with 0", () => CausalAttention.Apply(tape, x, x, x, new[] { 1, 4 }, 1));
        Check.Refused("begin with 0", () => CausalAttention.Apply(tape, x, x, x, ReadOnlyMemory<int>.Empty, 1));
        Check.Refused("fall from 3 to 2", () => CausalAttention.Apply(tape, x, x, x, new[] { 0, 3, 2, 4 }, 1));
        Check.Refused("end at 5, the rows are [4, 6]", () => CausalAttention.Apply(tape, x, x, x, new[] { 0, 5 }, 1));
    }

    private static Result Run(float[] query, float[] key, float[] value, float[] weights, int[] offsets, int heads)
    {
        using var tape = new Tape();
        var shape = new Shape(offsets[^1], offsets[^1] == 0 ? 1 : query.Length / offsets[^1]);
        using Parameter q = Values.Parameter(shape, query), k = Values.Parameter(shape, key), v = Values.Parameter(shape, value);
        tape.BeginTraining(0);
        Variable y = CausalAttention.Apply(tape, q, k, v, offsets, offsets[^1] == 0 ? 1 : heads);
        WeightedSum.Apply(tape, y, weights);
        tape.Backward();
        return new Result(y.Value.Span.ToArray(), q.Gradient!.Span.ToArray(), k.Gradient!.Span.ToArray(), v.Gradient!.Span.ToArray());
    }

    private sealed record Result(float[] Y, float[] DQuery, float[] DKey, float[] DValue);
}
