using System.Globalization;
using OnDeviceRec.Autograd;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models;

/// <summary>Writes and reads models as the files that ship; the format is the device's (docs/format.md).</summary>
public static class ModelStore
{
    /// <summary>Writes a model file; an earlier file of that name is replaced only when the new one is complete.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">Where to.</param>
    /// <param name="ids">The catalog's own ids, or null.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public static void Save(SequenceModel model, string path, CatalogIds? ids = null)
    {
        var writer = new ModelFileWriter(Configuration(model), ids);
        foreach ((TensorRole role, int index, Parameter parameter) in NamedTensors(model)) writer.Set(role, index, parameter.Value.Span);
        if (model.Table is DenseItemTable { Normalized: true } table)
        {
            using var tape = new Tape();
            writer.Set(TensorRole.ItemTable, 0, table.Matrix(tape).Value.Span);
        }

        if (model.Table is TensorTrainItemTable { Shape.Signs: true } signs)
        {
            using Tensor core = signs.CoreWithScales();
            writer.Set(TensorRole.Core, signs.Shape.Cores - 2, core.Span);
        }

        AtomicFile.Write(path, writer.Write);
    }

    /// <summary>Writes the model of a file with its numbers stored in another way.</summary>
    /// <param name="file">The model; from fp32, as rounding twice is worse than once.</param>
    /// <param name="precision">How to store its matrices.</param>
    /// <param name="path">Where to.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">A number is too large for the precision.</exception>
    public static void Save(ModelFile file, Precision precision, string path)
    {
        ModelConfiguration configuration = file.Configuration.With(precision);
        var writer = new ModelFileWriter(configuration, file.Ids);
        foreach ((TensorRole role, int index) in configuration.Tensors)
        {
            float[] values = new float[file.Count(role, index)];
            file.CopyTo(role, index, values);
            writer.Set(role, index, values);
        }

        AtomicFile.Write(path, writer.Write);
    }

    /// <summary>Reads a model file to train or to distill from.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">It is not a valid model file.</exception>
    public static SequenceModel Load(string path)
    {
        ModelFile file = ModelFile.Read(path);
        ModelConfiguration c = file.Configuration;
        var options = new EncoderOptions
        {
            Width = c.Width,
            Inner = c.Inner,
            Heads = c.Heads,
            Layers = c.Layers,
            MaxLength = c.MaxLength,
            Readout = (Readout)c.Readout,
            Epsilon = c.LayerNormEpsilon,
            Copies = c.Head == HeadKind.Copy,
            LogitScale = c.LogitScale,
        };
        SequenceModel model = c.Train is { } train
            ? SequenceModel.Compressed(Shape(c.Items, train), options, seed: 0)
            : SequenceModel.Dense(c.Items, options, seed: 0);
        foreach ((TensorRole role, int index, Parameter parameter) in NamedTensors(model)) file.CopyTo(role, index, parameter.Value.Span);
        return model;
    }

    /// <summary>The sizes of a model as its file states them.</summary>
    /// <param name="model">The model.</param>
    public static ModelConfiguration Configuration(SequenceModel model)
    {
        EncoderOptions o = model.Encoder.Options;
        PlainTrainShape? train = model.Table is TensorTrainItemTable table ? Plain(table.Shape) : null;
        return new ModelConfiguration(
            model.Table.Items,
            o.Width,
            o.Inner,
            o.Heads,
            o.Layers,
            o.MaxLength,
            (ReadoutKind)o.Readout,
            train,
            o.Epsilon,
            head: o.Copies ? HeadKind.Copy : HeadKind.Catalog,
            logitScale: o.LogitScale);
    }

    /// <summary>The sizes of a train as a file states them: those of the plain one.</summary>
    /// <param name="shape">The train.</param>
    public static PlainTrainShape Plain(TensorTrainShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new PlainTrainShape(shape.Rows, shape.PlainColumns, shape.PlainRanks[1..^1], shape.Block, shape.Signs);
    }

    /// <summary>The train that a file speaks of.</summary>
    /// <param name="items">V.</param>
    /// <param name="train">Its sizes as the file states them.</param>
    public static TensorTrainShape Shape(int items, PlainTrainShape train)
    {
        ArgumentNullException.ThrowIfNull(train);
        // The file states the plain train; the table's last columns and the ranks between cores are t times larger, its first columns t times smaller.
        int t = train.Block;
        int[] columns = train.Columns.ToArray(), ranks = train.Ranks[1..^1].ToArray();
        columns[0] /= t;
        columns[^1] *= t;
        for (int k = 0; k < ranks.Length; k++) ranks[k] *= t;
        return new TensorTrainShape(items, train.Rows, columns, ranks, t, train.Signs);
    }

    /// <summary>A catalog's own ids as a model file holds them: as numbers where all of them are.</summary>
    /// <param name="ids">V ids, that of item 1 first.</param>
    /// <exception cref="ArgumentException">An id is empty, too long or there twice; the message names the item.</exception>
    public static CatalogIds Ids(IReadOnlyList<string> ids)
    {
        long[] numbers = new long[ids.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            bool isNumber = long.TryParse(ids[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]);
            if (!isNumber || numbers[i].ToString(CultureInfo.InvariantCulture) != ids[i]) return CatalogIds.Of([.. ids]);
        }

        return CatalogIds.Of(numbers);
    }

    private static IEnumerable<(TensorRole Role, int Index, Parameter Parameter)> NamedTensors(SequenceModel model)
    {
        if (model.Table is DenseItemTable dense) yield return (TensorRole.ItemTable, 0, dense.Weight);
        if (model.Table is TensorTrainItemTable train)
        {
            for (int k = 0; k < train.Cores.Count; k++) yield return (TensorRole.Core, k, train.Cores[k]);
        }

        Encoder encoder = model.Encoder;
        yield return (TensorRole.Positions, 0, encoder.Positions);
        yield return (TensorRole.InputGain, 0, encoder.InputNorm.Gain);
        yield return (TensorRole.InputBias, 0, encoder.InputNorm.Bias);
        for (int n = 0; n < encoder.Layers.Count; n++)
        {
            TransformerLayer layer = encoder.Layers[n];
            yield return (TensorRole.QueryWeight, n, layer.Query.Weight);
            yield return (TensorRole.QueryBias, n, layer.Query.Bias!);
            yield return (TensorRole.KeyWeight, n, layer.Key.Weight);
            yield return (TensorRole.KeyBias, n, layer.Key.Bias!);
            yield return (TensorRole.ValueWeight, n, layer.Value.Weight);
            yield return (TensorRole.ValueBias, n, layer.Value.Bias!);
            yield return (TensorRole.OutputWeight, n, layer.Output.Weight);
            yield return (TensorRole.OutputBias, n, layer.Output.Bias!);
            yield return (TensorRole.AttentionGain, n, layer.AttentionNorm.Gain);
            yield return (TensorRole.AttentionBias, n, layer.AttentionNorm.Bias);
            yield return (TensorRole.ExpandWeight, n, layer.Expand.Weight);
            yield return (TensorRole.ExpandBias, n, layer.Expand.Bias!);
            yield return (TensorRole.ContractWeight, n, layer.Contract.Weight);
            yield return (TensorRole.ContractBias, n, layer.Contract.Bias!);
            yield return (TensorRole.FeedForwardGain, n, layer.FeedForwardNorm.Gain);
            yield return (TensorRole.FeedForwardBias, n, layer.FeedForwardNorm.Bias);
        }

        if (encoder.Readout is { } readout)
        {
            yield return (TensorRole.ReadoutLocalWeight, 0, readout.Local.Weight);
            yield return (TensorRole.ReadoutLocalBias, 0, readout.Local.Bias!);
            yield return (TensorRole.ReadoutMeanWeight, 0, readout.Global.Weight);
            yield return (TensorRole.ReadoutVector, 0, readout.Score);
        }

        if (model.CopyHead is not { } copy) yield break;
        yield return (TensorRole.CopyRecencyBias, 0, copy.RecencyBias);
        yield return (TensorRole.CopyLengthBias, 0, copy.LengthBias);
        yield return (TensorRole.CopyRepeatWeight, 0, copy.RepeatWeight);
    }
}
