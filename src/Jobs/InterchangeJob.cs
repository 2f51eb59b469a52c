using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Onnx;
using OnDeviceRec.Models.Safetensors;

namespace OnDeviceRec.Jobs;

/// <summary>The verbs <c>import</c> and <c>export</c>: models of other programs in, models for other programs out.</summary>
public static class InterchangeJob
{
    /// <summary>Makes a model file of a safetensors file.</summary>
    /// <param name="from">The safetensors file.</param>
    /// <param name="heads">Attention heads, or null for what the file says.</param>
    /// <param name="data">The data set whose items the model's are: their number is checked, their ids go into the file; or null.</param>
    /// <param name="to">The model file.</param>
    /// <param name="progress">Hears what was left out of the data set.</param>
    /// <param name="cancellation">Ends the reading of the data set.</param>
    /// <exception cref="DataFormatException">The file is no model, or the folder no data set.</exception>
    /// <exception cref="InputException">No model file can hold it, it is of another catalog, or the output is another run's or an
    /// input.</exception>
    /// <exception cref="OutputException">The model file cannot be written.</exception>
    public static ModelDescription Import(
        string from, int? heads, string? data, string to, IProgress<WorkProgress> progress, CancellationToken cancellation = default)
    {
        using OutputLock held = JobPlaces.TakeFile(to, data is null ? [from] : [from, .. DatasetFolder.Files(data)]);
        Dataset? dataset = data is null ? null : DatasetReading.ForTraining(data, progress, cancellation);
        using var model = SafetensorsModel.Open(from, heads);
        if (dataset is not null && dataset.Items != model.Configuration.Items)
        {
            throw new InputException(
                $"{from}: the model has {model.Configuration.Items} items, the data set {dataset.Name} {dataset.Items}; "
                + "give the data set of this model.");
        }

        model.Save(to, dataset is null ? null : DatasetIds.Of(dataset));
        return ModelDescription.Of(to);
    }

    /// <summary>Makes a safetensors file of a model file.</summary>
    /// <param name="from">The model file.</param>
    /// <param name="to">The safetensors file.</param>
    /// <exception cref="Device.ModelFormatException">It is no model file.</exception>
    /// <exception cref="InputException">The output is another run's or the input, or the table in full is too large.</exception>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static ExportedModel ExportSafetensors(string from, string to) => Export(from, to, SafetensorsModel.Export);

    /// <summary>Makes an ONNX file of a model file.</summary>
    /// <param name="from">The model file.</param>
    /// <param name="to">The ONNX file.</param>
    /// <exception cref="Device.ModelFormatException">It is no model file.</exception>
    /// <exception cref="InputException">The output is another run's or the input, or it would have more than 2 GiB.</exception>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static ExportedModel ExportOnnx(string from, string to) => Export(from, to, OnnxModel.Export);

    private static ExportedModel Export(string from, string to, Func<ModelFile, string, int> write)
    {
        using OutputLock held = JobPlaces.TakeFile(to, [from]);
        ModelFile file = ModelFile.Read(from);
        int tensors = write(file, to);
        return new ExportedModel(to, tensors, new FileInfo(to).Length, file.Configuration.Items, file.Configuration.Encoder.Width);
    }
}
