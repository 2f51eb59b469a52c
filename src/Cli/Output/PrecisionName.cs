using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Cli.Output;

/// <summary>Precisions as people write them.</summary>
internal static class PrecisionName
{
    public static string Of(Precision precision) => precision switch
    {
        Precision.Fp32 => "fp32",
        Precision.Fp16 => "fp16",
        _ => "int8",
    };

    public static Precision Parse(string name) => name switch
    {
        "fp32" => Precision.Fp32,
        "fp16" => Precision.Fp16,
        _ => Precision.Int8,
    };
}
