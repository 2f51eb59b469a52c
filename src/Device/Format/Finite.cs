using System.Numerics;
using System.Runtime.InteropServices;

namespace OnDeviceRec.Device.Format;

/// <summary>Finds numbers that are none.</summary>
internal static class Finite
{
    /// <summary>The index of the first NaN or infinity, or −1.</summary>
    public static int FirstBad(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        int i = 0;
        while (i < vectors.Length && Vector.LessThanAll(Vector.Abs(vectors[i]), new Vector<float>(float.PositiveInfinity))) i++;
        for (i *= Vector<float>.Count; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) return i;
        }

        return -1;
    }
}
