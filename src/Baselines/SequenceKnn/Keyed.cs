using System.Diagnostics;

namespace OnDeviceRec.Baselines.SequenceKnn;

/// <summary>A weight and a number in one key: ordered by weight, equal weights by number as an unsigned one.</summary>
internal static class Keyed
{
    /// <summary>The key of a positive weight, whose bits are ordered as its values are.</summary>
    public static ulong Of(float weight, int number)
    {
        Debug.Assert(weight > 0);
        return ((ulong)BitConverter.SingleToUInt32Bits(weight) << 32) | (uint)number;
    }

    public static float Weight(ulong key) => BitConverter.UInt32BitsToSingle((uint)(key >> 32));

    public static int Number(ulong key) => (int)(uint)key;
}
