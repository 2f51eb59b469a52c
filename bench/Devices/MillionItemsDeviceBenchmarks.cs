using BenchmarkDotNet.Attributes;
using OnDeviceRec.Bench.Kernels;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Devices;

/// <summary>
/// A million items of width 128: with the ranks that compress 40,727 items 27 times, which is 118 times here, and 27 times with a cheap
/// grid.
/// </summary>
public class MillionItemsDeviceBenchmarks : DeviceBenchmarks
{
    /// <summary>The student's table, as --shape has it.</summary>
    [Params("bits=64 width=64", "I=1000,1000 J=16,8 R=60 t=2", "I=83,12049 J=128,1 R=208")]
    public string Shape { get; set; } = string.Empty;

    protected override ModelConfiguration Student => TableShapeText.Read(Shape, new ModelConfiguration { Items = 1_000_000 });
}
