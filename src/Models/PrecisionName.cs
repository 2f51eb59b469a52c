using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Models;

/// <summary>Precisions as people write them: fp32, fp16, int8, int4.</summary>
public static class PrecisionName
{
    /// <summary>The name of a precision.</summary>
    /// <param name="precision">The precision.</param>
    public static string Of(Precision precision) => precision.ToString().ToLowerInvariant();

    /// <summary>The precision of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is no such precision.</exception>
    public static Precision Parse(string name) => Enum.Parse<Precision>(name, ignoreCase: true);
}
