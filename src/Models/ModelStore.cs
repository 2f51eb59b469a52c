using OnDeviceRec.Autograd;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Files;
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
    /// <param name="training">What it was trained on, or null.</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public static void Save(SequenceModel model, string path, CatalogIds? ids = null, TrainingRecord? training = null)
    {
        var writer = new ModelFileWriter(model.Configuration, ids, training);
        model.Table.Write(writer);
        foreach ((TensorRole role, int index, Parameter parameter) in NamedTensors(model)) writer.Set(role, index, parameter.Value.Span);
        AtomicFile.Write(path, writer.Write);
    }

    /// <summary>Writes the model of a file with its numbers stored in another way.</summary>
    /// <param name="file">The model; from fp32, as rounding twice is worse than once.</param>
    /// <param name="precision">How to store its matrices.</param>
    /// <param name="path">Where to.</param>
    /// <param name="packed">Whether to take the redundancy out of the file (<see cref="FilePacker"/>).</param>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">A number is too large for the precision.</exception>
    /// <exception cref="ModelFormatException">What the file says of its training cannot be.</exception>
    public static void Save(ModelFile file, Precision precision, string path, bool packed = false)
    {
        ModelConfiguration configuration = file.Configuration with { Precision = precision };
        var writer = new ModelFileWriter(configuration, file.Ids, file.Training);
        foreach ((TensorRole role, int index) in configuration.Tensors)
        {
            float[] values = new float[file.Count(role, index)];
            file.CopyTo(role, index, values);
            writer.Set(role, index, values);
        }

        if (!packed)
        {
            AtomicFile.Write(path, writer.Write);
            return;
        }

        using var whole = new MemoryStream();
        writer.Write(whole);
        ReadOnlyMemory<byte> bytes = FilePacker.Pack(whole.ToArray());
        AtomicFile.Write(path, stream => stream.Write(bytes.Span));
    }

    /// <summary>Reads a model file and all that it says, its <see cref="TrainingRecord"/> too, which the device leaves aside.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">It is not a valid model file; the message starts with the path.</exception>
    public static ModelFile Read(string path)
    {
        ModelFile file = ModelFile.Read(path);
        try
        {
            _ = file.Training;
        }
        catch (ModelFormatException e)
        {
            throw new ModelFormatException($"{path}: {e.Message}", e);
        }

        return file;
    }

    /// <summary>Reads a model file to train or to distill from.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">It is not a valid model file.</exception>
    public static SequenceModel Load(string path) => Load(ModelFile.Read(path));

    /// <summary>Takes a model out of a file that has been read.</summary>
    /// <param name="file">The file.</param>
    public static SequenceModel Load(ModelFile file)
    {
        var model = new SequenceModel(file.Configuration, seed: 0);
        model.Table.Read(file);
        foreach ((TensorRole role, int index, Parameter parameter) in NamedTensors(model)) file.CopyTo(role, index, parameter.Value.Span);
        return model;
    }

    // All but the table's.
    internal static IEnumerable<(TensorRole Role, int Index, Parameter Parameter)> NamedTensors(SequenceModel model)
    {
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
