using OnDeviceRec.Autograd;
using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tests;

/// <summary>Small models far from their start, so that nothing is flat or zero, and what they say.</summary>
internal static class SmallModels
{
    /// <summary>V.</summary>
    public const int Items = 35;

    /// <summary>A semi-tensor table of <see cref="Items"/> items, d 16.</summary>
    public static TensorTrainShape Shape { get; } = new(Items, [5, 8], [4, 4], [6], block: 2);

    /// <summary>Three layers of two heads, d 16, a dense table.</summary>
    public static ModelConfiguration Configuration(
        ReadoutKind readout, bool copies = false, float logitScale = 0, int items = Items) => new()
        {
            Items = items,
            Encoder = new EncoderSizes { Width = 16, Inner = 24, Heads = 2, Layers = 3, MaxLength = 9, Readout = readout },
            Head = copies ? HeadKind.Copy : HeadKind.Catalog,
            LogitScale = logitScale,
        };

    /// <summary>The same with a table that is dense or the train <see cref="Shape"/>.</summary>
    public static ModelConfiguration Configuration(bool compressed, ReadoutKind readout, bool copies = false, float logitScale = 0)
    {
        ModelConfiguration dense = Configuration(readout, copies, logitScale);
        return compressed ? TableShapeSearch.WithTrain(dense, Shape) : dense;
    }

    /// <summary>A model of <see cref="Items"/> items, dense or with a semi-tensor table.</summary>
    public static SequenceModel Make(bool compressed, ReadoutKind readout, ulong seed = 3, bool copies = false, float logitScale = 0) =>
        Make(Configuration(compressed, readout, copies, logitScale), seed);

    /// <summary>A model far from its start.</summary>
    public static SequenceModel Make(ModelConfiguration configuration, ulong seed = 3)
    {
        var model = new SequenceModel(configuration, seed);
        Roughen(model);
        return model;
    }

    /// <summary>Adds noise to every value, keyed by the parameter's place.</summary>
    public static void Roughen(SequenceModel model)
    {
        for (int i = 0; i < model.Parameters.Count; i++)
        {
            Span<float> values = model.Parameters[i].Value.Span;
            float[] noise = new float[values.Length];
            new Philox(7, 0, (uint)i).FillUniform(noise, -0.5f, 0.5f);
            for (int j = 0; j < values.Length; j++) values[j] += noise[j];
        }
    }

    /// <summary>Sequences of rows as a batch, all with target 0.</summary>
    public static RaggedBatch Batch(params ReadOnlySpan<int[]> sequences)
    {
        int tokens = 0;
        foreach (int[] sequence in sequences) tokens += sequence.Length;
        var batch = new RaggedBatch(sequences.Length, tokens);
        foreach (int[] sequence in sequences) batch.Add(sequence, 0);
        return batch;
    }

    /// <summary>h of each sequence, encoded together.</summary>
    public static float[][] Encodings(SequenceModel model, params ReadOnlySpan<int[]> sequences)
    {
        using var tape = new Tape();
        tape.BeginInference();
        Tensor h = model.Encode(tape, model.Table.Matrix(tape), Batch(sequences)).H.Value;
        return [.. Enumerable.Range(0, h.Rows).Select(b => h.Row(b).ToArray())];
    }

    /// <summary>The whole table, row by row.</summary>
    public static float[][] Table(SequenceModel model)
    {
        using var tape = new Tape();
        tape.BeginInference();
        Tensor table = model.Table.Matrix(tape).Value;
        return [.. Enumerable.Range(0, table.Rows).Select(v => table.Row(v).ToArray())];
    }

    /// <summary>The score of every item in double: h·E[v], or the mixture's ln P where the model copies.</summary>
    public static double[] Scores(SequenceModel model, params int[] sequence)
    {
        using var tape = new Tape();
        tape.BeginInference();
        Encodings encodings = model.Encode(tape, model.Table.Matrix(tape), Batch(sequence));
        double[] scores = [.. Table(model).Select(row => row.Zip(encodings.H.Value.Row(0).ToArray(), (a, b) => (double)a * b).Sum())];
        return encodings.Copying is { } copying
            ? Mixture(scores, copying.Positions.Value.Span.ToArray(), sequence, copying.Gates.Value.Span[0])
            : scores;
    }

    // ln(g·p_copy + (1 − g)·p_catalog), all V of them at once.
    private static double[] Mixture(double[] scores, float[] positions, int[] items, float gamma)
    {
        double sum = scores.Sum(Math.Exp), copySum = positions.Sum(c => Math.Exp(c));
        double[] p = [.. scores.Select(z => Math.Exp(z) / sum / (1 + Math.Exp(gamma)))];
        for (int l = 0; l < items.Length; l++) p[items[l]] += Math.Exp(positions[l]) / copySum / (1 + Math.Exp(-gamma));
        return Array.ConvertAll(p, Math.Log);
    }

    public static int[] Bits(Parameter parameter) => Array.ConvertAll(parameter.Value.Span.ToArray(), BitConverter.SingleToInt32Bits);
}
