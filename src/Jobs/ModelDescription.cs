using System.Text.Json.Nodes;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Jobs;

/// <summary>
/// What is in a model file; compression is over another model's file or, where none is given, over the same model with a dense table in
/// fp32.
/// </summary>
public sealed class ModelDescription
{
    private const string Dense = "the same model with a dense table in fp32";

    private ModelDescription(string path, ModelFile file, string? over, ModelConfiguration teacher, long teacherBytes)
    {
        (Path, FileBytes, Configuration, Over) = (path, file.Length, file.Configuration, over ?? Dense);
        TableCompression = TableShapeSearch.Compression(Configuration, teacher);
        FileCompression = (double)teacherBytes / FileBytes;
        Ids = file.Ids is not { } ids ? "none" : ids.AreNumbers ? "numbers" : "texts";
        Training = file.Training;
        UnpackedBytes = file.UnpackedLength;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What the rates are over: another model's file, or the same model with a dense table in fp32.</summary>
    public string Over { get; }

    /// <summary>Its size.</summary>
    public long FileBytes { get; }

    /// <summary>Its size in memory: more than the file's where that is packed.</summary>
    public long UnpackedBytes { get; }

    /// <summary>The model.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>The other table's numbers of 32 bits over this one's.</summary>
    public double TableCompression { get; }

    /// <summary>The other file's bytes over this one's.</summary>
    public double FileCompression { get; }

    /// <summary>The catalog's own ids: none, numbers or texts.</summary>
    public string Ids { get; }

    /// <summary>What it was trained on, if the file says so.</summary>
    public TrainingRecord? Training { get; }

    /// <summary>What the head is called.</summary>
    public string Head => Configuration.Head == HeadKind.Copy ? "copy" : "catalog";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="teacher">The file that compression is over, or null.</param>
    /// <exception cref="Device.ModelFormatException">One of them is no model file.</exception>
    public static ModelDescription Of(string path, string? teacher = null)
    {
        ModelFile file = ModelStore.Read(path);
        if (teacher is null)
        {
            ModelConfiguration dense = file.Configuration with { Table = DenseShape.Instance, Precision = Precision.Fp32 };
            return new ModelDescription(
                path, file, over: null, dense, ModelFile.FileBytes(dense) + file.UnpackedLength - ModelFile.FileBytes(file.Configuration));
        }

        ModelFile other = ModelFile.Read(teacher);
        return new ModelDescription(path, file, teacher, other.Configuration, other.Length);
    }

    /// <summary>The same as one object.</summary>
    public JsonObject ToJson()
    {
        EncoderSizes e = Configuration.Encoder;
        return new JsonObject
        {
            ["items"] = Configuration.Items,
            ["width"] = e.Width,
            ["inner"] = e.Inner,
            ["heads"] = e.Heads,
            ["layers"] = e.Layers,
            ["maxLength"] = e.MaxLength,
            ["readout"] = ReadoutName.Of(e.Readout),
            ["head"] = Head,
            ["logitScale"] = Configuration.LogitScale,
            ["table"] = Configuration.Table.Text,
            ["tableParameters"] = Configuration.TableParameters,
            ["encoderParameters"] = Configuration.EncoderParameters,
            ["tableCompression"] = TableCompression,
            ["compressionOver"] = Over,
            ["fileBytes"] = FileBytes,
            ["unpackedBytes"] = UnpackedBytes,
            ["fileCompression"] = FileCompression,
            ["precision"] = PrecisionName.Of(Configuration.Precision),
            ["ids"] = Ids,
            ["trainedOn"] = Training is null
                ? null
                : new JsonObject
                {
                    ["job"] = Convert.ToHexStringLower(Training.Job),
                    ["sequences"] = Training.Trained,
                    ["of"] = Training.Sequences,
                },
        };
    }
}
