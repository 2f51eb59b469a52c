namespace OnDeviceRec.Device.Older;

/// <summary>A number of 16 bits: sign, 5 bits of exponent biased by 15, 10 of mantissa.</summary>
internal readonly struct Half(ushort bits)
{
    private readonly ushort bits = bits;

    public static explicit operator float(Half half)
    {
        int exponent = (half.bits >> 10) & 31, mantissa = half.bits & 0x3FF, sign = half.bits >> 15 << 31;

        // Mantissas of subnormal numbers count in steps of 2^-24; infinity and NaN have the largest exponent.
        int magnitude = exponent == 0
            ? BitConverter.SingleToInt32Bits(mantissa * (1f / (1 << 24)))
            : ((exponent == 31 ? 255 : exponent + 112) << 23) | (mantissa << 13);
        return BitConverter.Int32BitsToSingle(sign | magnitude);
    }
}
