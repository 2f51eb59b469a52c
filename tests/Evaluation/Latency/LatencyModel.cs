using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation.Tests.Latency;

/// <summary>A model to take the time of: V 300, d 16, one layer of one head, T_max 50.</summary>
internal static class LatencyModel
{
    public static ModelConfiguration Dense { get; } = new() { Items = 300, Encoder = new EncoderSizes { Width = 16, Inner = 16 } };

    /// <summary>With a semi-tensor table.</summary>
    public static ModelConfiguration Train { get; } =
        TableShapeSearch.WithTrain(Dense, new TensorTrainShape(300, [15, 20], [4, 4], [8], 2));
}
