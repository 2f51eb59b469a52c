using BenchmarkDotNet.Attributes;
using OnDeviceRec.Bench.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Devices;

/// <summary>
/// A million items of width 128: with the ranks that compress 40,727 items 27 times, which is 118 times here, and 27 times with a cheap grid.
/// </summary>
public class MillionItemsDeviceBenchmarks : DeviceBenchmarks
{
    /// <summary>I, J, R, t.</summary>
    [Params("1000,1000 16,8 60 2", "83,12049 128,1 208 1")]
    public string Train { get; set; } = string.Empty;

    protected override TensorTrainShape Shape => Trains.Parse(1_000_000, Train);
}
