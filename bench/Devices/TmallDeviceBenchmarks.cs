using BenchmarkDotNet.Attributes;
using OnDeviceRec.Bench.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Devices;

/// <summary>Tmall's 40,727 items of width 128: the balanced grid and a cheap one of about the same size.</summary>
public class TmallDeviceBenchmarks : DeviceBenchmarks
{
    /// <summary>I, J, R, t.</summary>
    [Params("169,241 16,8 60 2", "15,2716 128,1 41 1")]
    public string Train { get; set; } = string.Empty;

    protected override TensorTrainShape Shape => Trains.Parse(40_727, Train);
}
