using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Cli.Output;

/// <summary>Precisions as people write them: fp32, fp16, int8, int4.</summary>
internal static class PrecisionName
{
    public static string Of(Precision precision) => precision.ToString().ToLowerInvariant();

    public static Precision Parse(string name) => Enum.Parse<Precision>(name, ignoreCase: true);
}
