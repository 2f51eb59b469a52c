using BenchmarkDotNet.Attributes;
using OnDeviceRec.Bench.Kernels;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Devices;

/// <summary>Tmall's 40,727 items of width 128: the balanced grid and a cheap one of about the same size.</summary>
public class TmallDeviceBenchmarks : DeviceBenchmarks
{
    /// <summary>The student's table, as --shape has it.</summary>
    [Params("bits=64 width=64", "I=169,241 J=16,8 R=60 t=2", "I=15,2716 J=128,1 R=41")]
    public string Shape { get; set; } = string.Empty;

    protected override ModelConfiguration Student => TableShapeText.Read(Shape, new ModelConfiguration { Items = 40_727 });
}
