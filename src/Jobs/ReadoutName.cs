using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Jobs;

/// <summary>Readouts as people write them.</summary>
public static class ReadoutName
{
    /// <summary>The name of a readout.</summary>
    /// <param name="readout">The readout.</param>
    public static string Of(ReadoutKind readout) => readout == ReadoutKind.Last ? "last" : "soft-attention";

    /// <summary>The readout of a name.</summary>
    /// <param name="name">The name.</param>
    public static ReadoutKind Parse(string name) => name == "last" ? ReadoutKind.Last : ReadoutKind.SoftAttention;
}
