using OnDeviceRec.Data.Tests;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Models.Tests;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation.Tests;

/// <summary>Model files of random weights.</summary>
internal static class RandomFile
{
    /// <summary>V of <see cref="Small"/>: enough for the scores of the best to be far from 0.</summary>
    public const int Items = 600;

    /// <summary>Three layers of two heads, d 16, T_max 9, V 600.</summary>
    public static ModelFile Small(
        bool compressed, ReadoutKind readout, Precision precision = Precision.Fp32, bool copies = false, float logitScale = 0)
    {
        ModelConfiguration dense = SmallModels.Configuration(readout, copies, logitScale, Items);
        var shape = new TensorTrainShape(Items, [24, 26], [4, 4], [6], block: 2);
        return Of(compressed ? TableShapeSearch.WithTrain(dense, shape) : dense, precision);
    }

    /// <summary>A model of a configuration, far from its start, as its file in some precision.</summary>
    public static ModelFile Of(ModelConfiguration configuration, Precision precision = Precision.Fp32)
    {
        using SequenceModel model = SmallModels.Make(configuration);
        return Of(model, precision);
    }

    /// <summary>A model as its file in some precision.</summary>
    public static ModelFile Of(SequenceModel model, Precision precision = Precision.Fp32)
    {
        using var folder = new TempFolder();
        string path = folder["model.odr"];
        ModelStore.Save(model, path);
        ModelFile file = ModelFile.Read(path);
        if (precision == Precision.Fp32) return file;
        ModelStore.Save(file, precision, path);
        return ModelFile.Read(path);
    }
}
