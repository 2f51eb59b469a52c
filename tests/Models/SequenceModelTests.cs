using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tests;

public sealed class SequenceModelTests
{
    [Property(MaxTest = 60)]
    public Property A_sequence_s_encoding_does_not_depend_on_its_batch(bool compressed, bool last) =>
        Prop.ForAll(Sequences(), sequences =>
        {
            using SequenceModel model = SmallModels.Make(compressed, last ? ReadoutKind.Last : ReadoutKind.SoftAttention);
            float[][] together = SmallModels.Encodings(model, sequences);
            for (int b = 0; b < sequences.Length; b++) Assert.Equal(SmallModels.Encodings(model, sequences[b])[0], together[b]);
        });

    [Property(MaxTest = 60)]
    public Property A_prefix_read_out_of_a_longer_sequence_is_encoded_as_if_it_were_alone(bool compressed, bool last) =>
        Prop.ForAll(Sequences(), sequences =>
        {
            using SequenceModel model = SmallModels.Make(compressed, last ? ReadoutKind.Last : ReadoutKind.SoftAttention);
            using var tape = new Tape();
            var batch = new RaggedBatch(sequences.Sum(s => s.Length), sequences.Sum(s => s.Length));
            foreach (int[] sequence in sequences)
            {
                batch.Add(sequence.AsSpan(0, 1), 0);
                for (int l = 1; l < sequence.Length; l++) batch.Extend(sequence.AsSpan(l, 1), 0);
            }

            tape.BeginInference();
            Tensor h = model.Encode(tape, model.Table.Matrix(tape), batch).H.Value;
            int[][] prefixes = [.. sequences.SelectMany(s => Enumerable.Range(1, s.Length).Select(k => s[..k]))];
            float[][] alone = SmallModels.Encodings(model, prefixes);
            for (int b = 0; b < prefixes.Length; b++) Assert.Equal(alone[b], h.Row(b).ToArray());
        });

    [Property(MaxTest = 60)]
    public Property What_a_sequence_copies_does_not_depend_on_its_batch(bool compressed) =>
        Prop.ForAll(Sequences(), sequences =>
        {
            using SequenceModel model = SmallModels.Make(compressed, ReadoutKind.SoftAttention, copies: true);
            (float[][] positions, float[] gates) = Copying(model, sequences);
            for (int b = 0; b < sequences.Length; b++)
            {
                (float[][] alone, float[] gate) = Copying(model, sequences[b]);
                Assert.Equal(alone[0], positions[b][..sequences[b].Length]);
                Assert.Equal(gate[0], gates[b]);
            }
        });

    [Theory]
    [InlineData(0f)]
    [InlineData(16f)]
    public void Where_only_directions_count_h_begins_as_a_sum_with_positive_shares(float norm)
    {
        var configuration = new ModelConfiguration { Items = 9, Encoder = new EncoderSizes { Width = 64 }, LogitScale = norm };
        using var model = new SequenceModel(configuration, seed: 3);
        float[] w = model.Encoder.Readout!.Score.Value.Span.ToArray();
        Assert.Equal(norm == 0, w.Min() < 0);
        Assert.True(w.Max() is > 0.05f and < 0.1f);
    }

    [Fact]
    public void What_is_copied_is_known_by_its_age_and_how_much_by_length_and_repetition()
    {
        using SequenceModel model = SmallModels.Make(compressed: false, ReadoutKind.SoftAttention, copies: true);
        new float[] { 5, 4, 3, 2 }.CopyTo(model.CopyHead!.RecencyBias.Value.Span);
        new float[] { 1, 2, 3, 4 }.CopyTo(model.CopyHead.LengthBias.Value.Span);
        model.CopyHead.RepeatWeight.Value.Span[0] = 8;
        (float[][] positions, float[] gates) = Copying(model, [1, 2, 3, 1], [2, 1]);
        Assert.Equal([2f, 3, 4, 5], positions[0]);
        Assert.Equal([4f, 5, 0, 0], positions[1]);
        Assert.Equal([6f, 2], gates);
    }

    [Theory]
    [InlineData(ReadoutKind.Last)]
    [InlineData(ReadoutKind.SoftAttention)]
    public void Every_position_and_the_order_of_items_count(ReadoutKind readout)
    {
        using SequenceModel model = SmallModels.Make(compressed: false, readout);
        float[][] h = SmallModels.Encodings(model, [1, 2, 3], [1, 3, 2], [2, 1, 3], [4, 2, 3]);
        for (int a = 0; a < h.Length; a++)
        {
            for (int b = 0; b < a; b++) Assert.True(h[a].Zip(h[b], (x, y) => Math.Abs(x - y)).Max() > 1e-3, $"{a} and {b}");
        }
    }

    [Fact]
    public void A_sequence_beyond_the_longest_is_refused()
    {
        using SequenceModel model = SmallModels.Make(compressed: false, ReadoutKind.Last);
        Assert.Contains(
            "row 9", Assert.Throws<ArgumentException>(() => SmallModels.Encodings(model, new int[10])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_start_uniform_gains_at_one_and_biases_at_zero()
    {
        using var model = new SequenceModel(new ModelConfiguration { Items = 2_000, Encoder = new EncoderSizes { Layers = 2 } }, seed: 1);
        foreach (var parameter in model.Parameters)
        {
            float[] values = parameter.Value.Span.ToArray();
            if (parameter.Name.EndsWith("LayerNorm.weight", StringComparison.Ordinal)) Assert.All(values, v => Assert.Equal(1, v));
            else if (parameter.Name.EndsWith("bias", StringComparison.Ordinal)) Assert.All(values, v => Assert.Equal(0, v));
            else AssertUniform(parameter.Name, values);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_compressed_table_starts_with_the_variance_of_a_dense_one(int block)
    {
        var shape = new TensorTrainShape(2_000, [40, 50], [16, 8], [32], block);
        using var model = new SequenceModel(TableShapeSearch.WithTrain(new ModelConfiguration { Items = 2_000 }, shape), seed: 1);
        double[] values = [.. SmallModels.Table(model).SelectMany(row => row).Select(v => (double)v)];
        double mean = values.Average(), variance = values.Average(v => v * v) - (mean * mean);
        Assert.InRange(variance / (0.01 / 3), 0.85, 1.15);
        Assert.InRange(mean, -2e-3, 2e-3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_seed_starts_with_the_same_bits_and_another_with_others(bool compressed)
    {
        using SequenceModel model = SmallModels.Make(compressed, ReadoutKind.SoftAttention);
        using SequenceModel same = SmallModels.Make(compressed, ReadoutKind.SoftAttention);
        using SequenceModel other = SmallModels.Make(compressed, ReadoutKind.SoftAttention, seed: 4);
        for (int i = 0; i < model.Parameters.Count; i++)
        {
            Assert.Equal(SmallModels.Bits(model.Parameters[i]), SmallModels.Bits(same.Parameters[i]));
            bool isDrawn = !model.Parameters[i].Name.EndsWith("bias", StringComparison.Ordinal)
                && !model.Parameters[i].Name.EndsWith("LayerNorm.weight", StringComparison.Ordinal);
            if (isDrawn) Assert.NotEqual(SmallModels.Bits(model.Parameters[i]), SmallModels.Bits(other.Parameters[i]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_two_parameters_start_alike_or_share_a_name(bool compressed)
    {
        using var model = new SequenceModel(SmallModels.Configuration(compressed, ReadoutKind.SoftAttention), seed: 1);
        Assert.Distinct(model.Parameters.Select(p => p.Name));
        // Streams that overlapped would show as equal first values, up to the cores' other scale.
        float[] ratios =
        [
            .. model.Parameters
                .Where(p => p.Value.Length > 1 && p.Value.Span[0] is not (0 or 1))
                .Select(p => p.Value.Span[1] / p.Value.Span[0]),
        ];
        Assert.True(ratios.Length > 20);
        Assert.Distinct(ratios.Select(ratio => MathF.Round(ratio, 4)));
    }

    private static (float[][] Positions, float[] Gates) Copying(SequenceModel model, params ReadOnlySpan<int[]> sequences)
    {
        using var tape = new Tape();
        tape.BeginInference();
        CopyScores copying = model.Encode(tape, model.Table.Matrix(tape), SmallModels.Batch(sequences)).Copying!.Value;
        Tensor positions = copying.Positions.Value;
        return ([.. Enumerable.Range(0, positions.Rows).Select(b => positions.Row(b).ToArray())], copying.Gates.Value.Span.ToArray());
    }

    [Fact]
    public void A_configuration_that_does_not_fit_together_is_refused()
    {
        TableShape four = TensorTrainItemTable.Plain(new TensorTrainShape(10, [2, 5], [2, 2], [2]));
        var configuration = new ModelConfiguration { Items = 10, Encoder = new EncoderSizes { Width = 8 }, Table = four };
        var error = Assert.Throws<ArgumentException>(() => new SequenceModel(configuration, 1));
        Assert.Equal("Model: the train's columns multiply to 4, the width is 8.", error.Message);
        Assert.Throws<ArgumentException>(() => new SequenceModel(new ModelConfiguration(), 1));
    }

    [Theory]
    [InlineData(Precision.Fp16)]
    [InlineData(Precision.Int4)]
    public void Training_is_in_fp32_whatever_a_file_is_in(Precision precision)
    {
        ModelConfiguration fp32 = SmallModels.Configuration(compressed: true, ReadoutKind.Last);
        using var model = new SequenceModel(fp32 with { Precision = precision }, seed: 1);
        Assert.Equal(fp32, model.Configuration);
    }

    [Fact]
    public void A_compressed_table_counts_its_cores_alone()
    {
        using SequenceModel model = SmallModels.Make(compressed: true, ReadoutKind.Last);
        Assert.Equal((5 * 4 * 6) + (3 * 8 * 2), model.Table.ParameterCount);
        Assert.Equal((SmallModels.Items, 16), (model.Table.Items, model.Table.Width));
    }

    private static void AssertUniform(string name, float[] values)
    {
        Assert.All(values, v => Assert.InRange(v, -0.1f, 0.1f));
        double n = values.Length, variance = values.Average(v => (double)v * v);
        // The variance of v² is 0.1⁴·(1/5 − 1/9): five standard errors.
        Assert.True(Math.Abs(variance - (0.01 / 3)) < 5 * 1e-2 * Math.Sqrt(4 / 45.0 / n), $"{name}: variance {variance}");
        Assert.True(Math.Abs(values.Average()) < 5 * Math.Sqrt(0.01 / 3 / n), $"{name}: mean {values.Average()}");
    }

    private static Arbitrary<int[][]> Sequences() => (
        from count in Gen.Choose(1, 40)
        from sequences in Gen.Choose(1, 9).SelectMany(n => Gen.Choose(0, SmallModels.Items - 1).ArrayOf(n)).ArrayOf(count)
        select sequences).ToArbitrary();
}
